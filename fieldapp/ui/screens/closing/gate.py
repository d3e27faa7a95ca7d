"""The gate of a session that is closing: what is left, phone by phone and person by person."""

from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions.views import ClosingView, PersonWithout
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.phones import settled_phones, unsettled_phone
from fieldapp.ui.screens.closing.tasks import PEOPLE, PHONES, task_list
from fieldapp.ui.tap import Outcome
from fieldapp.ui.words import _, ngettext


def gate(found: ClosingView, *, show: Callable[[str], Outcome], unfolded: bool) -> list[ft.Control]:
    """`show` scrolls to a task's own part; `unfolded` lists the people nobody calls."""
    session = found.session.id
    tasks = task_list(
        found,
        to_phones=partial(show, PHONES),
        to_people=partial(show, PEOPLE),
        to_late=going(addresses.late_of(session)),
    )
    cards = [unsettled_phone(one, going(addresses.write_off(session, one.device))) for one in found.unsettled]
    return [
        c.header(_waits_for(found), "title_medium"),
        tasks,
        *(_people(found.people_without) if unfolded else []),
        _anchor(PHONES, c.header(_("Phones"), "title_medium")),
        *cards,
        *settled_phones(found.devices),
    ]


def _waits_for(found: ClosingView) -> str:
    waiting = len(found.unsettled)
    if waiting:
        return ngettext("Waits for {n} phone", "Waits for {n} phones", waiting).format(n=waiting)
    if found.people_without:
        return _("All phones have delivered everything")
    return _("Everything is ready. The session can be closed.")


def _people(people: tuple[PersonWithout, ...]) -> list[ft.Control]:
    if not people:
        return []
    head = c.header(_("Without somebody responsible or a date"), "title_medium")
    lines = [_person(one) for one in people]
    return [_anchor(PEOPLE, head), c.rows(*lines)]


def _person(person: PersonWithout) -> ft.Control:
    code = c.code(person.code) if person.code else c.text(_("The code cannot be read here"), "title_medium")
    return c.row(code, before=c.icon(ft.Icons.PERSON_OFF_OUTLINED, 24), do=going(places.person(person.contact_id)))


def _anchor(task: str, content: ft.Control) -> ft.Control:
    """What `scroll_to_question` finds."""
    return ft.Container(content, key=ft.ScrollKey(f"question-{task}"))  # type: ignore[call-arg]  # see question.py
