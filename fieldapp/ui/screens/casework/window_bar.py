"""When a follow-up is to be made, drawn: the window, its target, its last day and today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import flet as ft

from fieldapp.domain.windows import DueWindow
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.words import _, short_day, whole_day

C = ft.Colors
THICK, TALL = 14, 24


@dataclass(frozen=True, slots=True)
class Scale:
    """The days that are drawn, with some air at both ends."""

    first: date
    last: date

    @classmethod
    def around(cls, window: DueWindow, today: date) -> "Scale":
        first, last = min(window.earliest, today), max(window.latest, today)
        air = timedelta(days=max(1, round((last - first).days * 0.1)))
        return cls(first - air, last + air)

    def share(self, day: date) -> float:
        """0 at the left end, 1 at the right."""
        return (day - self.first).days / (self.last - self.first).days


def window_bar(window: DueWindow, today: date) -> ft.Control:
    """Words alone when the text is large; the same words for a screen reader."""
    words = _spoken(window, today)
    if big():
        return c.text(words, "body_medium")
    return ft.Semantics(container=True, label=words, exclude_semantics=True, content=_drawn(window, today))


def _drawn(window: DueWindow, today: date) -> ft.Control:
    scale = Scale.around(window, today)
    late = window.is_overdue(today)
    over = _label(_("Today {day}").format(day=short_day(today)), scale.share(today), C.ERROR if late else C.ON_SURFACE)
    # One line holds both labels only where they do not meet.
    apart = scale.share(window.latest) - scale.share(window.target) > 0.4
    under = [_label(words, scale.share(day)) for words, day in _edges(window)]
    below: list[ft.Control] = [ft.Stack([*under])] if apart else [*under]
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column([over, _bar(scale, window, today), *below], spacing=4, tight=True, horizontal_alignment=stretch)


def _edges(window: DueWindow) -> Iterator[tuple[str, date]]:
    if window.target != window.latest:
        yield _("Target {day}").format(day=short_day(window.target)), window.target
    yield _("At the latest {day}").format(day=short_day(window.latest)), window.latest


def _label(words: str, share: float, ink: ft.ColorValue = C.ON_SURFACE) -> ft.Control:
    return ft.Container(
        c.text(words, "label_medium", ink, bold=ink == C.ERROR), alignment=ft.Alignment(share * 2 - 1, 0)
    )


def _bar(scale: Scale, window: DueWindow, today: date) -> ft.Control:
    days = sorted({scale.first, window.earliest, window.target, window.latest, today, scale.last})
    parts: list[ft.Control] = []
    for begin, end in zip(days, days[1:], strict=False):
        parts += [_part((end - begin).days, _ground(begin, end, window, today)), *_tick(end, window, today)]
    line = ft.Row([*parts], spacing=0, vertical_alignment=ft.CrossAxisAlignment.CENTER)
    return ft.Container(line, clip_behavior=ft.ClipBehavior.NONE)


def _ground(begin: date, end: date, window: DueWindow, today: date) -> ft.ColorValue:
    if window.earliest <= begin and end <= window.latest:
        return C.PRIMARY_CONTAINER
    return C.ERROR_CONTAINER if window.latest <= begin and end <= today else C.SURFACE_CONTAINER_HIGHEST


def _part(days: int, ground: ft.ColorValue) -> ft.Control:
    return ft.Container(expand=days, height=THICK, bgcolor=ground)


def _tick(day: date, window: DueWindow, today: date) -> list[ft.Control]:
    inks = {window.target: C.PRIMARY, window.latest: C.OUTLINE}
    ink = (C.ERROR if window.is_overdue(today) else C.ON_SURFACE) if day == today else inks.get(day)
    return [ft.Container(width=4, height=TALL, bgcolor=ink, border_radius=2)] if ink else []


def _spoken(window: DueWindow, today: date) -> str:
    if window.earliest == window.latest:
        words = _("On {day}. Today is {today}.")
    else:
        words = _("From {earliest} to {latest}, best {target}. Today is {today}.")
    days = {"earliest": window.earliest, "latest": window.latest, "target": window.target, "today": today}
    return words.format(day=whole_day(window.latest), **{name: whole_day(day) for name, day in days.items()})
