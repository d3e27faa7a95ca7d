"""On a supporter's start page: since when she works, and when to rest."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import shifts
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain.shift import Shift, ShiftWarning
from fieldapp.ui import components as c
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, clock

I = ft.Icons  # noqa: E741 - read as a table of icons


def my_shift(phone: Phone, session: SessionView) -> list[ft.Control]:
    """Nothing for whoever is on no shift here."""
    shift = shifts.mine(phone, session.id)
    if shift is None or shift.on_at is None:
        return []
    return [c.card(*_told(phone, shift), ft.Row([_break_button(phone, session.id, shift)], wrap=True))]


def _told(phone: Phone, shift: Shift) -> list[ft.Control]:
    began = clock(shift.on_at) if shift.on_at else ""
    found = shift.warnings(phone.now())
    lines = [c.fact(I.SCHEDULE, _("Your shift began {time}.").format(time=began))]
    if shift.has_break_now:
        lines.append(c.fact(I.FREE_BREAKFAST_OUTLINED, _("You have a break.")))
    elif ShiftWarning.BREAK_DUE in found:
        lines.append(_amber(_("Over 4 hours without a break. Take one now.")))
    elif shift.break_due_at:
        due = _("Take a break by {time}.").format(time=clock(shift.break_due_at))
        lines.append(c.fact(I.FREE_BREAKFAST_OUTLINED, due))
    if ShiftWarning.TOO_LONG in found:
        lines.append(_amber(_("Over 8 hours. Tell your coordinator, and check out.")))
    return lines


def _amber(words: str) -> ft.Control:
    return c.status_line(c.Status(I.HOURGLASS_BOTTOM, words, c.Tone.AMBER, bold=True))


def _break_button(phone: Phone, session: str, shift: Shift) -> ft.Control:
    if shift.has_break_now:
        return c.quiet(_("The break is over"), partial(_end, phone, session), I.PLAY_ARROW)
    return c.quiet(_("Take a break"), partial(_take, phone, session), I.FREE_BREAKFAST_OUTLINED)


async def _take(phone: Phone, session: str) -> None:
    await asyncio.to_thread(shifts.take_break, phone, session)
    say(_("Your break has begun."), undo=partial(_end, phone, session))


async def _end(phone: Phone, session: str) -> None:
    await asyncio.to_thread(shifts.end_break, phone, session)
