"""On the queue: two codes may be one person, or several persons one family."""

import asyncio
from contextlib import suppress

import flet as ft

from fieldapp.actions import duplicates
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, ngettext
from sync.errors import StodkedjanError


@component
def DuplicateNotice() -> ft.Control:
    """Nothing while there is nothing to decide. Counted beside the drawing: the rows below do not wait for it."""
    phone = use_phone()
    waiting, set_waiting = ft.use_state((0, 0))

    async def count() -> None:
        with suppress(StodkedjanError):
            set_waiting(await asyncio.to_thread(_count, phone))

    ft.use_effect(count, [duplicates.stamp(phone)])
    return _notice(*waiting) if any(waiting) else ft.Container()


def _count(phone: Phone) -> tuple[int, int]:
    return len(duplicates.proposals(phone)), len(duplicates.sharing_a_number(phone))


def _notice(pairs: int, families: int) -> ft.Control:
    told = [
        ngettext("{n} may be registered twice.", "{n} may be registered twice.", pairs).format(n=pairs),
        ngettext("{n} family with one number.", "{n} families with one number.", families).format(n=families),
    ]
    words = " ".join(line for line, count in zip(told, (pairs, families), strict=True) if count)
    status = c.Status(ft.Icons.PEOPLE_ALT_OUTLINED, words, c.Tone.AMBER)
    return c.notice(status, _("Compare them. Nothing is joined by itself."), do=going(places.DUPLICATES))
