"""Staffing: who is on duty, and the weeks to come."""

from datetime import timedelta
from functools import partial

import flet as ft

from fieldapp.actions import rota
from fieldapp.actions.allowed import allowed
from fieldapp.actions.views import Role, RotaRow
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.rota import Rota
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view, top_view
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.duty import WeekCard
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Staffing() -> ft.View:
    lock, phone = use_lock(), use_phone()
    planned = rota.rota(phone)
    may = allowed(phone, Deed.KEEP_ROTA)
    words = _("Plan the weeks anew") if planned.order else _("Plan the weeks")
    button = c.primary(words, going(addresses.ROTA), I.EDIT_CALENDAR_OUTLINED)
    weeks = (
        c.rows(*(_week(row, may=may) for row in rota.weeks(phone)))
        if planned.order
        else c.empty(_("No weeks are planned"), _("Choose the coordinators in the order in which they take turns."))
    )
    page = top_view if phone.role is Role.COORDINATOR else partial(page_view, back=going(places.MORE))
    return page(
        lock,
        phone,
        addresses.STAFFING,
        _("Staffing"),
        WeekCard(leads=False),
        c.rows(c.row(c.text(_("Roster")), before=c.icon(I.CONTACT_PHONE_OUTLINED, 24), do=going(addresses.ROSTER))),
        c.header(_("Rota"), "title_medium"),
        *_conflict(planned),
        weeks,
        bottom=c.bottom_bar(button) if may else None,
    )


def _conflict(planned: Rota) -> list[ft.Control]:
    if not planned.in_conflict:
        return []
    words = _("Two coordinators planned the weeks while apart. The newest is shown. Plan them anew together.")
    return [c.notice(c.status.in_conflict(), words)]


def _week(row: RotaRow, *, may: bool) -> ft.Control:
    marks = [c.tag(one) for one in _marks(row)]
    title = c.text(week_words(row), "title_medium")
    head = [title, *marks] if big() else [ft.Row([ft.Container(title, expand=True), *marks], spacing=8)]
    name = row.duty.name or _("Nobody")
    return c.row(*head, c.text(name, "body_medium"), do=going(addresses.week(row.monday.isoformat())) if may else None)


def week_words(row: RotaRow) -> str:
    """ "Vecka 48, 23 – 29 nov": the month once when it is the same."""
    monday, sunday = row.monday, row.monday + timedelta(days=6)
    first = str(monday.day) if monday.month == sunday.month else short_day(monday)
    words = _("Week {n}, {first} – {last}")
    return words.format(n=monday.isocalendar().week, first=first, last=short_day(sunday))


def _marks(row: RotaRow) -> list[c.Status]:
    now = [c.Status(I.BADGE_OUTLINED, _("Now"), c.Tone.SPRUCE)] if row.is_now else []
    swapped = [c.Status(I.SWAP_HORIZ, _("Swapped"))] if row.is_swapped else []
    return [*now, *swapped, *([c.status.in_conflict()] if row.in_conflict else [])]
