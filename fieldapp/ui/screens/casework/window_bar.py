"""When a follow-up is to be made, drawn: the window, its target, its last day and today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import flet as ft

from fieldapp.domain.windows import DueWindow
from fieldapp.ui import components as c
from fieldapp.ui.look import big, look, wide
from fieldapp.ui.words import _, short_day, whole_day

C = ft.Colors
THICK, TALL = 14, 24
TURN, LABEL_WIDTH = 0.6, 108
ROUND_IT, ROUND_IT_WIDE = 66, 650


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
    ink = C.ERROR if window.is_overdue(today) else C.ON_SURFACE
    over = _label(_("Today {day}").format(day=short_day(today)), scale.share(today), ink)
    parts = [over, _bar(scale, window, today), *_labels_under(scale, window)]
    return ft.Column([*parts], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _labels_under(scale: Scale, window: DueWindow) -> list[ft.Control]:
    """On one line where they do not meet."""
    edges = [(scale.share(day), words) for words, day in _edges(window)]
    labels = [_label(words, share) for share, words in edges]
    between = (edges[-1][0] - edges[0][0]) * _width()
    needed = 2 * LABEL_WIDTH if edges[-1][0] > TURN else LABEL_WIDTH
    return [ft.Stack([*labels])] if between > needed * look().scale else labels


def _width() -> float:
    """About how long the bar is drawn: what stands round it is taken away."""
    return look().width - (ROUND_IT_WIDE if wide() else ROUND_IT)


def _edges(window: DueWindow) -> Iterator[tuple[str, date]]:
    if window.target != window.latest:
        yield _("Target {day}").format(day=short_day(window.target)), window.target
    yield _("At the latest {day}").format(day=short_day(window.latest)), window.latest


def _label(words: str, share: float, ink: ft.ColorValue = C.ON_SURFACE) -> ft.Control:
    """Begins at its tick, or ends there where the line would run out."""
    left, right = round(share * 1000), 1000 - round(share * 1000)
    ends_here = share > TURN
    align = ft.TextAlign.END if ends_here else ft.TextAlign.START
    label = c.text(words, "label_medium", ink, bold=ink == C.ERROR, align=align)
    parts = [
        ft.Container(label if ends_here else None, expand=left),
        ft.Container(None if ends_here else label, expand=right),
    ]
    return ft.Row([*parts], spacing=0)


def _bar(scale: Scale, window: DueWindow, today: date) -> ft.Control:
    days = sorted({scale.first, window.earliest, window.target, window.latest, today, scale.last})
    parts: list[ft.Control] = []
    for begin, end in zip(days, days[1:], strict=False):
        parts += [_part((end - begin).days, _ground(begin, end, window, today)), *_tick(end, window, today)]
    return ft.Row([*parts], spacing=0, vertical_alignment=ft.CrossAxisAlignment.CENTER)


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
