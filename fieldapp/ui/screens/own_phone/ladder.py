"""The five steps from at once to half an hour."""

from collections.abc import Callable

import flet as ft

from fieldapp.actions.lock_rule import LADDER
from fieldapp.ui import components as c
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _, ngettext


def ladder(chosen: float, choose: Callable[[int], Outcome], *, longest: int | None = None) -> ft.Control:
    """`longest`: what is above it is marked as more than the board allows, and can still be chosen."""
    steps = [c.Option(minutes, span(minutes), _hint(minutes, longest)) for minutes in LADDER]
    return c.long_choices(steps, [int(chosen)] if chosen in LADDER else [], choose)


def span(minutes: int) -> str:
    if minutes == 0:
        return _("At once")
    return ngettext("After {n} minute", "After {n} minutes", minutes).format(n=minutes)


def _hint(minutes: int, longest: int | None) -> str:
    if longest is not None and minutes > longest:
        return _("Longer than your board allows")
    return _("As soon as the app is out of sight, or untouched for a minute") if minutes == 0 else ""
