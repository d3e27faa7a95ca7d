import json
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.rows import Row
from tests.benchmarks.store.backends import BACKENDS, LIMIT, OURS, SQLCIPHER
from tests.benchmarks.store.documents import DOCUMENT_BYTES, TABLES, as_bytes, document, visit
from tests.benchmarks.store.targets import targets
from tests.benchmarks.store.turns import Turn, take
from tests.benchmarks.store.unlocking import BESIDE

SIZES = (10, 40)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder: Path = tmp_path_factory.mktemp("store")
    sizes = ",".join(map(str, SIZES))
    options = ["--quick", "--sizes", sizes, "--json", str(folder / "rows.json"), "--folder", str(folder)]
    assert main(["store", *options]) == 0
    return [Row(**row) for row in json.loads((folder / "rows.json").read_text())]


@pytest.mark.parametrize("bench", ["insert", "lone insert", "update", "visit", "open", "disk"])
def test_every_backend_is_measured_at_every_size(rows, bench):
    told = {(row.subject.partition(",")[0], row.n) for row in rows if row.bench == bench}

    assert told == {(backend.name, n) for backend in BACKENDS for n in SIZES}


@pytest.mark.parametrize("bench", ["get", "search", "first get"])
def test_every_backend_that_finds_is_asked(rows, bench):
    told = {row.subject.partition(",")[0] for row in rows if row.bench == bench}

    assert told == {backend.name for backend in BACKENDS if backend.finds}


def test_no_figure_is_told_twice(rows):
    told = [(row.bench, row.subject, row.n) for row in rows]

    assert len(told) == len(set(told))


def test_a_document_has_710_bytes_and_so_has_each_of_a_visit():
    kept = [document(1), document(49_999), *visit(7).documents.values()]

    assert {len(as_bytes(one)) for one in kept} == {DOCUMENT_BYTES}
    assert tuple(visit(7).documents) == TABLES


def test_who_takes_part_less_often_is_spread_over_all_the_rounds():
    order: list[str] = []
    turns = [Turn(who, 1, times, lambda who=who: lambda: order.append(who)) for who, times in (("a", 6), ("b", 2))]

    take(turns)

    assert [len(turn.seconds) for turn in turns] == [6, 2]
    assert "".join(order) == "abaabaaa"


def measured(insert: float, limit: float = 1.0) -> list[Row]:
    """A run in which only the insert of 10,000 differs from the others' single millisecond."""
    benches = ("lone insert", "visit", "open")
    others = [Row(bench, f"{who}, median", 10_000, 1.0, "ms") for bench in benches for who in (OURS, SQLCIPHER, LIMIT)]
    others.append(Row("unlock", BESIDE, 10_000, 15.9, "ms"))
    inserts = {OURS: insert, LIMIT: limit, SQLCIPHER: 1.0}
    mine = [Row("insert", f"{who}, median", 10_000, ms, "ms") for who, ms in inserts.items()]
    return [*others, *mine, Row("search", f"{OURS}, median", 10_000, 15.9, "ms")]


def test_a_target_that_is_missed_says_so_and_by_how_much():
    met = [target.as_line().split("  ")[0] for target in targets(measured(insert=1.0))]
    missed = [target.as_line() for target in targets(measured(insert=1.5)) if target.reached > target.wanted]

    assert set(met) == {"met"}
    assert [line.split()[:4] for line in missed] == [["NOT", "MET", "insert,", "ours"]] * 2
    assert all("1.50 ×" in line for line in missed)
