"""What the gate's parts say."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import flet as ft

from fieldapp.actions.views import LateItem, SessionDevice
from fieldapp.domain.closing import DeviceCount
from fieldapp.ui.component import component
from fieldapp.ui.screens.closing.late_item import late_card
from fieldapp.ui.screens.closing.phones import unsettled_phone
from fieldapp.ui.screens.closing.write_off import loss
from tests.ui.screen_driver import Screen, open_screen

AT = datetime(2026, 11, 22, 4, 10, tzinfo=UTC)
COUNT = DeviceCount("aa", issued=11, received=8, knows_of_closing=True)
K3 = SessionDevice(COUNT, "K3", "Bertil", AT, purged=False, left=False)
LATE = LateItem("1", AT, "K3", "session_closed", "H5H1-VTET", ("HV-7F3-K2M-9",), needs_follow_up=True)


@component
def Drawn(draw: Callable[[], ft.Control]) -> ft.Control:  # noqa: N802 - a component
    return draw()


def shown(draw: Callable[[], ft.Control]) -> Screen:
    async def story() -> Screen:
        return await open_screen(lambda: Drawn(draw))

    return asyncio.run(story())


def test_a_phone_that_is_behind_says_what_it_may_still_hold() -> None:
    drawn = shown(lambda: unsettled_phone(K3, lambda: None))

    assert drawn.shows("Utfärdat 11, mottaget 8.")
    assert drawn.shows("Minst 3 kan finnas kvar i telefonen.")


def test_a_phone_that_was_never_heard_is_not_called_empty() -> None:
    silent = replace(K3, heard_at=None, count=replace(COUNT, issued=None, received=0))
    drawn = shown(lambda: unsettled_phone(silent, lambda: None))

    assert drawn.shows("Telefonen har aldrig hörts.")
    assert drawn.shows("Ingen vet vad som är kvar i telefonen.")
    assert loss(silent) == "Det som är kvar i telefonen kan vara förlorat."


def test_what_arrived_late_says_why_and_whom_it_is_about() -> None:
    drawn = shown(lambda: late_card(LATE, lambda: None, lambda: None, busy=False))

    assert drawn.shows("Det kom efter att insatsen stängts.")
    assert drawn.shows("Behöver uppföljning nu")
    assert drawn.shows("HV-7F3-K2M-9")


def test_a_reason_nobody_has_words_for_is_not_shown_as_a_code() -> None:
    strange = replace(LATE, reason="from_a_newer_server", codes=())
    drawn = shown(lambda: late_card(strange, lambda: None, lambda: None, busy=False))

    assert drawn.shows("Stadsdelens server kunde inte lägga det på sin plats.")
    assert not drawn.shows("from_a_newer_server")
