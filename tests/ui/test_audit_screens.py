"""What a line of the reading log says, and what it does not."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

import flet as ft

from fieldapp.actions.auditing import AuditRow, AuditSum
from fieldapp.domain.read_entry import ReadAction
from fieldapp.ui.component import component
from fieldapp.ui.screens.audit.lines import line_row
from fieldapp.ui.screens.audit.sums import sum_row
from tests.ui.screen_driver import Screen, open_screen

AT = datetime(2026, 11, 22, 4, 10, tzinfo=UTC)


@component
def Drawn(draw: Callable[[], ft.Control]) -> ft.Control:  # noqa: N802 - a component
    return draw()


def shown(draw: Callable[[], ft.Control]) -> Screen:
    async def story() -> Screen:
        return await open_screen(lambda: Drawn(draw))

    return asyncio.run(story())


def test_a_line_says_who_when_and_why_and_of_the_person_only_a_number() -> None:
    line = AuditRow(AT, "Siv", "S1", ReadAction.READ, "contact", "0123456789abcdef", "Ringer upp")
    screen = shown(lambda: line_row(line))

    assert screen.shows("Siv, S1")
    assert screen.shows("Ringer upp")
    assert screen.shows("Person 01234567")
    assert not screen.shows("0123456789abcdef")


def test_a_line_of_a_handover_names_the_other_board() -> None:
    line = AuditRow(AT, "Johan", "C1", ReadAction.EXPORT, "handover", "0123456789abcdef", "", "Hässelby-Vällingby")
    screen = shown(lambda: line_row(line))

    assert screen.shows("Nämnd: Hässelby-Vällingby")
    assert not screen.shows("Skäl")


def test_a_supervisor_is_told_sums() -> None:
    told = AuditSum("Siv", "S1", ((ReadAction.READ, 7), (ReadAction.DENIED, 1)), 4, AT)
    screen = shown(lambda: sum_row(told))

    assert screen.shows("7")
    assert screen.shows("4")
