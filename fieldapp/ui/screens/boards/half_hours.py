"""A time that two boards agree on: half an hour at a time."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _, moment

STEP: Final = timedelta(minutes=30)


def next_half_hour(at: datetime) -> datetime:
    """Whole and half hours are what people agree on."""
    begun = at.replace(minute=0, second=0, microsecond=0)
    return begun + STEP * -(-(at - begun) // STEP)


def half_hour_row(what: str, at: datetime, change: Callable[[datetime], Outcome]) -> ft.Control:
    """The time in words, and half an hour less or more."""
    words = c.text(_("{what} {time}").format(what=what, time=moment(at)), "title_medium")
    named = ft.Semantics(container=True, live_region=True, content=words)
    less = c.secondary(_("Half an hour earlier"), partial(change, at - STEP))
    more = c.secondary(_("Half an hour later"), partial(change, at + STEP))
    return ft.Column([named, c.pair(less, more)], spacing=8, tight=True)
