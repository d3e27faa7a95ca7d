"""The 72 hours in words, and a notice that follows them while somebody looks."""

import asyncio
from datetime import timedelta
from typing import Final

import flet as ft

from fieldapp.actions import breaches
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import BreachView
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.breaches import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons
EVERY_SECONDS: Final = 60
SOON: Final = timedelta(hours=24)


@component
def BreachNotices() -> ft.Control:
    """Where a supervisor begins: each breach that is open, with what is left of its time. Else nothing is seen."""
    phone = use_phone()
    use_minutes()
    found = [breach for breach in breaches.breaches(phone) if breach.is_open]
    notices = [_notice(breach) for breach in found]
    return ft.Column([*notices], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def breach_notices(phone: Phone) -> list[ft.Control]:
    """A place in the page only for whoever answers for breaches."""
    return [BreachNotices()] if any(breach.is_open for breach in breaches.breaches(phone)) else []


def use_minutes() -> None:
    """Draws again each minute. A hook."""
    minutes, pass_minute = ft.use_state(0)

    async def tick() -> None:
        await asyncio.sleep(EVERY_SECONDS)
        pass_minute(lambda before: before + 1)

    ft.use_effect(tick, [minutes])


def _notice(breach: BreachView) -> ft.Control:
    words = _("Data breach: {label}").format(label=breach.label)
    status = c.Status(I.REPORT_OUTLINED, words, clock_status(breach).tone)
    return c.notice(status, clock_status(breach).words, do=going(addresses.breach(breach.device)))


def clock_status(breach: BreachView) -> c.Status:
    if breach.left is None:
        return c.Status(I.TASK_ALT, _("It is decided whether it is reported. Close it when all is done."), c.Tone.AMBER)
    if breach.left < timedelta(0):
        words = _("The 72 hours ran out {time} ago. Report it now, and say why it is late.")
        return c.Status(I.TIMER_OFF_OUTLINED, words.format(time=span(-breach.left)), c.Tone.BRICK, bold=True)
    words = _("{time} left to report it to the supervisory authority").format(time=span(breach.left))
    tone = c.Tone.BRICK if breach.left < SOON else c.Tone.AMBER
    return c.Status(I.TIMER_OUTLINED, words, tone, bold=True)


def span(time: timedelta) -> str:
    """ "71 h 48 min" """
    minutes = int(time.total_seconds() // 60)
    return _("{hours} h {minutes} min").format(hours=minutes // 60, minutes=minutes % 60)
