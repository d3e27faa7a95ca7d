"""The tables of requirements, edges and scenarios in fieldapp/README.md: all there, and what they name exists."""

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from fieldapp.domain.contact import Contact
from fieldapp.domain.incident import Incident
from fieldapp.domain.member import Member
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_form import VisitForm

ROOT = Path(__file__).parents[2]
ASKED = {
    *(f"A{number}" for number in range(1, 26) if number != 22),
    *(f"B{number}" for number in range(1, 13)),
    *(f"D{number}" for number in range(1, 17)),
    *(f"E{number}" for number in range(1, 8)),
    *(f"F{number}" for number in range(1, 18) if number != 15),
    *(f"G{number}" for number in range(1, 8)),
    *(f"H{number}" for number in range(2, 6)),
    *("I:deviations", "I:staff", "I:close relations", "I:incident"),
}
EDGES = {
    "returns on day 20",
    "family of five with one number",
    "interpreter present",
    "supporter knows the visitor",
    "journalist as visitor",
    "perpetrator's sister",
    "asks to have it all removed",
    "app killed mid-entry",
    "wrong PIN ten times",
    "language switch",
    "screen reader on all forms",
    "200 % text",
    "gloves and cold",
    "one hand",
    "dark",
}
SCENARIOS = {f"S{number}" for number in range(1, 15)}
NEVER_WRITTEN = ("address", "birth", "ethnic", "origin", "religion", "citizen", "photo", "gps", "latitude", "diagnos")


def rows() -> Iterator[list[str]]:
    for line in (ROOT / "fieldapp" / "README.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("| ") and "---" not in line:
            yield [cell.strip() for cell in line.strip("|").split("|")]


REQUIREMENTS = [row for row in rows() if row[0] in ASKED]
KNOWN_EDGES = [row for row in rows() if row[0] in EDGES]
TOLD = [row for row in rows() if row[0] in SCENARIOS]


def named(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


@cache
def defined_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }


def exists(reference: str, under: Path) -> bool:
    path, _, name = reference.partition("::")
    return (under / path).is_file() and (not name or name in defined_in(under / path))


def test_every_requirement_edge_and_scenario_has_a_row() -> None:
    assert {row[0] for row in REQUIREMENTS} == ASKED
    assert {row[0] for row in KNOWN_EDGES} == EDGES
    assert {row[0] for row in TOLD} == SCENARIOS


@pytest.mark.parametrize("row", REQUIREMENTS, ids=lambda row: f"{row[0]} {row[1][:20]}")
def test_what_a_requirement_names_is_there(row: list[str]) -> None:
    _, asks, done_by, held_by = row

    assert asks
    assert named(done_by)
    assert named(held_by)
    assert [one for one in named(done_by) if not exists(one, ROOT / "fieldapp")] == []
    assert [one for one in named(held_by) if not exists(one, ROOT)] == []


@pytest.mark.parametrize("row", KNOWN_EDGES, ids=lambda row: row[0])
def test_every_edge_is_held_by_a_test_that_is_there(row: list[str]) -> None:
    assert named(row[1])
    assert all(exists(one, ROOT) for one in named(row[1]))


@pytest.mark.parametrize("row", TOLD, ids=lambda row: row[0])
def test_every_scenario_is_told_over_real_stores_and_by_taps(row: list[str]) -> None:
    over_stores, by_taps = named(row[2]), named(row[3])

    assert over_stores
    assert by_taps
    assert [one for one in over_stores + by_taps if not exists(one, ROOT)] == []


@pytest.mark.parametrize("noun", [Contact, Visit, VisitForm, Incident, Member])
def test_no_record_has_a_field_for_what_must_not_be_written(noun: type) -> None:
    assert [each.name for each in fields(noun) if any(word in each.name for word in NEVER_WRITTEN)] == []
