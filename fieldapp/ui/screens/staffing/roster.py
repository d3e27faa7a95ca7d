"""The roster: who can be called in."""

from functools import partial

import flet as ft

from fieldapp.actions import roster
from fieldapp.actions.allowed import allowed
from fieldapp.actions.views import RosterRow
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Roster() -> ft.View:
    lock, phone = use_lock(), use_phone()
    listed = roster.roster(phone)
    may = allowed(phone, Deed.KEEP_ROSTER)
    add = c.primary(_("Add a colleague"), going(addresses.NEW_COLLEAGUE), I.PERSON_ADD_ALT)
    page = partial(page_view, lock, phone, addresses.ROSTER, _("Roster"), back=going(addresses.STAFFING))
    bottom = c.bottom_bar(add) if may else None
    if not listed:
        words = _("Add those who can be called in when crisis support is activated.")
        return page(c.empty(_("Nobody is in the roster"), words), bottom=bottom)
    return page(
        c.text(_counted(listed), "title_medium"),
        c.hint(_("Every phone of the board shows this list. Never write anything private here.")),
        c.rows(*(_row(row, may=may) for row in listed)),
        bottom=bottom,
    )


def _counted(listed: tuple[RosterRow, ...]) -> str:
    active = [row for row in listed if row.active]
    trained = sum(row.trained for row in active)
    people = ngettext("{n} colleague", "{n} colleagues", len(active)).format(n=len(active))
    return _("{people}, {n} trained").format(people=people, n=trained)


def _row(row: RosterRow, *, may: bool) -> ft.Control:
    what = ", ".join(filter(None, (label(row.role), row.label)))
    conflict = [c.status_line(c.status.in_conflict())] if row.in_conflict else []
    head = [c.text(row.name, "title_medium"), c.text(what, "body_small", ft.Colors.ON_SURFACE_VARIANT)]
    return c.row(*head, *colleague_facts(row), *conflict, do=going(addresses.colleague(row.person)) if may else None)


def colleague_facts(row: RosterRow) -> list[ft.Control]:
    """Trained, languages, and whether she can be called at all."""
    trained = [c.Status(I.SCHOOL_OUTLINED, _("Trained"))] if row.trained else []
    languages = [c.Status(I.TRANSLATE, ", ".join(row.languages))] if row.languages else []
    away = [] if row.active else [c.Status(I.EVENT_BUSY, _("Is not called in"))]
    found = [*trained, *languages, *away]
    return [c.status_run(*found)] if found else []
