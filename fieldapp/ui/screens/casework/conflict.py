"""Two people wrote different things while apart: somebody has to choose."""

import asyncio
from contextlib import suppress
from enum import StrEnum
from functools import partial

import flet as ft

from fieldapp.actions import persons
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ConflictView
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpResult, FollowUpState
from fieldapp.domain.priority import Priority
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.windows import FollowUpKind
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.tap import say
from fieldapp.ui.words import N_, _, label, sentence
from sync.errors import StodkedjanError

TITLES = {
    "phone": N_("Two versions of the phone number"),
    "name": N_("Two versions of the name"),
    "window": N_("Two versions of when to follow up"),
    "ok_leave_message": N_("Two versions of whether a message may be left"),
    "contact_way": N_("Two versions of how to be in touch"),
    "note": N_("Two versions of the note"),
    "contact_person": N_("Two versions of who is the contact person"),
}
OTHERWISE = N_("Two versions of one detail")


CHOICES: dict[str, type[StrEnum]] = {
    "age_band": AgeBand,
    "affected_as": AffectedAs,
    "best_time": BestTime,
    "contact_way": ContactWay,
    "identity_level": IdentityLevel,
    "kind": FollowUpKind,
    "outcome": Outcome,
    "priority": Priority,
    "result": FollowUpResult,
    "state": FollowUpState,
}
FLAGS = {"True": N_("Yes"), "False": N_("No")}


def spelled(field: str, value: str, phone: Phone) -> str:
    """A stored value as people say it; what has no words of its own is shown as it is."""
    if field == "contact_person":
        return phone.label_of(value) or _("Empty")
    with suppress(KeyError, ValueError):
        return label(CHOICES[field](value))
    return _(FLAGS[value]) if value in FLAGS else value or _("Empty")


@component
def ConflictCard(conflict: ConflictView, phone: Phone, *, key: str = "") -> ft.Control:
    asked, ask = ft.use_state(False)
    chosen, choose = ft.use_state(-1)
    problem, set_problem = ft.use_state("")
    title = _(TITLES.get(conflict.field, OTHERWISE))

    def leave() -> None:
        ask(False)
        choose(-1)
        set_problem("")

    async def settle() -> None:
        if chosen < 0:
            set_problem(_("Choose one of the two"))
            return
        try:
            await asyncio.to_thread(persons.settle, phone, conflict, chosen)
        except StodkedjanError as error:
            set_problem(sentence(error))
            return
        leave()
        say(_("Chosen. The other version is kept in the history."))

    options = [c.Option(number, spelled(conflict.field, value, phone)) for number, value in enumerate(conflict.values)]
    parts = [
        c.hint(_("Both were written while two devices were apart. The newest is first.")),
        c.long_choices(options, [chosen], choose),
        *([c.error_row(problem)] if problem else []),
    ]
    shown = c.sheet(title, parts, leave=leave, bottom=c.primary(_("Use this one"), settle, ft.Icons.CHECK))
    ft.use_dialog(shown if asked else None)
    status = c.Status(ft.Icons.CALL_SPLIT, title, c.Tone.AMBER)
    return c.notice(status, _("Choose"), do=partial(ask, True))
