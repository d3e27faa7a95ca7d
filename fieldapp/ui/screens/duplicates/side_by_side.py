"""What two records say of the same thing, beside each other: in columns, or one above the other in large text."""

from collections.abc import Callable, Iterator
from typing import Final

import flet as ft

from fieldapp.actions.views import PersonView
from fieldapp.ui import components as c
from fieldapp.ui.look import narrow
from fieldapp.ui.screens.casework.due import OPEN
from fieldapp.ui.words import N_, _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def _name(person: PersonView) -> str:
    return person.name or label(person.identity_level)


def _age(person: PersonView) -> str:
    return label(person.age_band)


def _affected(person: PersonView) -> str:
    return label(person.affected_as) if person.affected_as else ""


def _visits(person: PersonView) -> str:
    met = sorted(person.visits, key=lambda visit: visit.started_at)
    return "\n".join(", ".join(filter(None, (moment(visit.started_at), visit.by))) for visit in met)


def _promised(person: PersonView) -> str:
    return "\n".join(label(card.kind) for card in person.follow_ups if card.due in OPEN)


_LINES: Final[tuple[tuple[str, Callable[[PersonView], str], bool], ...]] = (
    (N_("Name"), _name, True),
    (N_("Phone"), lambda person: person.phone, True),
    (N_("Age"), _age, True),
    (N_("Affected as"), _affected, True),
    (N_("Visits"), _visits, False),
    (N_("Follow-ups"), _promised, False),
)
"""What is compared; the last value says whether the same or another matters."""


def side_by_side(one: PersonView, other: PersonView) -> ft.Control:
    codes = _beside(c.code(one.code), c.code(other.code))
    return c.card(codes, *_compared(one, other), spacing=14)


def _compared(one: PersonView, other: PersonView) -> Iterator[ft.Control]:
    for title, said, is_told in _LINES:
        left, right = said(one), said(other)
        if left or right:
            head: list[ft.Control] = [c.header(_(title), "label_medium")]
            if is_told:
                head.append(c.status_line(_likeness(left, right)))
            values = _beside(_value(left), _value(right))
            yield ft.Column([ft.Divider(height=1), *head, values], spacing=4, tight=True)


def _likeness(left: str, right: str) -> c.Status:
    if left == right:
        return c.Status(I.DRAG_HANDLE, _("The same"))
    return c.Status(I.CALL_SPLIT, _("Different"), c.Tone.AMBER)


def _value(words: str) -> ft.Control:
    return c.text(words or _("Not written down"), "body_medium")


def _beside(left: ft.Control, right: ft.Control) -> ft.Control:
    if narrow():
        return ft.Column([left, right], spacing=4, tight=True)
    halves = [ft.Container(one, expand=1) for one in (left, right)]
    return ft.Row([*halves], spacing=12, vertical_alignment=ft.CrossAxisAlignment.START)
