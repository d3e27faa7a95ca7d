"""One row of the queue: code, kind, when and who. Never why."""

from collections.abc import Callable
from datetime import date
from functools import partial

import flet as ft

from fieldapp.actions.views import QueueRow
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.components.tags import INKS
from fieldapp.ui.look import big, narrow, room
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.due import due_status, is_high, owner_status, protected_status
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import label

Choose = Callable[[str], Outcome]
TIGHT = 190
PADDING = ft.Padding.only(left=14, right=10, top=12, bottom=12)


@component
def _QueueLine(row: QueueRow, today: date, chosen: bool | None, choose: Choose, *, key: str = "") -> ft.Control:
    due = due_status(row, today)
    lines = [
        *_first_lines(row),
        c.text(label(row.kind), "body_medium"),
        _when_and_who(due, owner_status(row.contact_person)),
        *([c.status_line(c.status.in_conflict())] if row.in_conflict else []),
        *([c.status_line(protected_status())] if row.protected else []),
    ]
    words = ft.Column([*lines], spacing=3, tight=True, expand=True)
    chevron = [] if big() else [ft.Container(c.icon(ft.Icons.CHEVRON_RIGHT, 24), padding=ft.Padding.only(top=10))]
    inside = ft.Row([c.spot(due), words, *chevron], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)
    ground = ft.Colors.PRIMARY_CONTAINER if chosen else None
    return c.pressable(inside, partial(choose, places.item(row)), chosen=chosen, padding=PADDING, bgcolor=ground)


# Only the rows that changed are drawn again: 60 plain ones take 200 ms.
QueueLine = ft.memo(_QueueLine)  # type: ignore[no-untyped-call]


def _first_lines(row: QueueRow) -> list[ft.Control]:
    marks = [c.tag(c.status.high_priority())] if is_high(row) else []
    if narrow():
        return [c.code(row.code, "small" if room() < TIGHT else "usual"), *marks]
    return [ft.Row([ft.Container(c.code(row.code), expand=True), *marks], spacing=8)]


def _when_and_who(due: c.Status, owner: c.Status) -> ft.Control:
    """On one line where there is room; the square before the row already shows the icon of `due`."""
    if big():
        return ft.Column([c.status_line(due), c.status_line(owner)], spacing=3, tight=True)
    words = [c.text(due.words, "label_medium", INKS[due.tone], bold=due.bold), _short(owner)]
    return ft.Row([*words], wrap=True, spacing=10, run_spacing=2)


def _short(status: c.Status) -> ft.Control:
    ink = INKS[status.tone]
    return ft.Row([c.icon(status.icon, 18, ink), c.text(status.words, "label_medium", ink)], spacing=3, tight=True)
