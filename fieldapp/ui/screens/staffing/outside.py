"""Outside actors on the staff list: who they are and until when, and putting more of them there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import outside
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.outside_staff import (
    CONTACT_CHARACTERS,
    FUNCTION_CHARACTERS,
    MOST_PEOPLE,
    ORGANISATION_CHARACTERS,
    OutsideStaff,
    OutsideStaffForm,
)
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_made, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards.half_hours import STEP, half_hour_row, next_half_hour
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
USUAL_SHIFT: Final = timedelta(hours=8)
Fill = Callable[[OutsideStaffForm], None]


@component
def OutsideList(session: str) -> ft.Control:
    """Nothing at level 1, unless somebody was there before the level went back."""
    phone = use_phone()
    leaving, ask = use_optional(OutsideStaff)
    errand, run = use_errand()

    async def gone(one: OutsideStaff) -> None:
        ask(None)
        if await run("gone", outside.note_gone, phone, session, one.id):
            say(_("It is noted that they have left."))

    ft.use_dialog(_asked(leaving, partial(gone, leaving), partial(ask, None)) if leaving else None)
    found, may_add = outside.outside_staff(phone, session), outside.may_add(phone, session)
    if not found and not may_add:
        return ft.Container(width=0, height=0)
    may = allowed(phone, Deed.STAFF_SESSION)
    lines = [_row(phone, one, partial(ask, one) if may else None) for one in found]
    add = c.quiet(_("Put people from outside on the list"), going(addresses.outside(session)), I.GROUP_ADD_OUTLINED)
    parts = [
        c.header(_("From outside"), "title_medium"),
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.rows(*lines) if lines else c.hint(_("Nobody from outside is on the list.")),
        c.hint(_("They have no phone in the session and see no records.")),
        *([ft.Row([add], wrap=True)] if may_add else []),
    ]
    return ft.Column([*parts], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _asked(leaving: OutsideStaff, gone: Action, stay: Action) -> ft.AlertDialog:
    words = _("It stands on the list when they left. If they come back, put them on the list again.")
    title = _("Has {organisation} left?").format(organisation=leaving.organisation)
    return c.confirm_dialog(title, words, yes=_("They have left"), do=gone, leave=stay)


def _row(phone: Phone, one: OutsideStaff, gone: Action | None) -> ft.Control:
    many = ngettext("{n} person", "{n} persons", one.people).format(n=one.people)
    is_gone = one.is_gone(phone.now())
    contact = [c.hint(_("Ask for {name}").format(name=one.contact))] if one.contact else []
    left: list[ft.Control] = [c.status_line(c.Status(I.LOGOUT, _("Has left")))] if is_gone else []
    if gone and not is_gone:
        left = [ft.Row([c.quiet(_("Note that they have left"), gone, I.LOGOUT)], wrap=True)]
    return c.row(
        c.text(one.organisation, "title_medium"),
        c.text(f"{one.function}, {many}", "body_medium"),
        c.text(_times(one), "body_small", ft.Colors.ON_SURFACE_VARIANT),
        *contact,
        *left,
        before=c.icon(I.VOLUNTEER_ACTIVISM_OUTLINED, 24),
    )


def _times(one: OutsideStaff) -> str:
    if one.begins_at is None or one.ends_at is None:
        return ""
    until = one.gone_at or one.ends_at
    return _("{start} to {end}").format(start=moment(one.begins_at), end=moment(until))


@screen
def OutsidePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    form, fill = use_made(partial(_fresh, phone))
    errand, run = use_errand()
    back = addresses.staff(session)

    async def save() -> None:
        if await run("add", outside.add, phone, session, form):
            say(_("They are on the list. They see no records."))
            await go(back)

    page = partial(page_view, lock, phone, addresses.outside(session), _("From outside"), back=going(back))
    if not outside.may_add(phone, session):
        words = _("A coordinator or supervisor puts them on the list, when the level under Activation is 2.")
        return page(c.empty(_("Only at level 2"), words))
    busy = _("Saving…") if errand.going_on else ""
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(_("They work beside us. They get no phone and no key, and see no records."), "body_medium"),
        *_who(form, fill),
        *_when(form, fill),
        bottom=c.bottom_bar(c.primary(_("Put them on the list"), save, I.CHECK, busy=busy)),
    )


def _fresh(phone: Phone) -> OutsideStaffForm:
    begins = next_half_hour(phone.now()) - STEP
    return OutsideStaffForm(begins_at=begins, ends_at=begins + USUAL_SHIFT)


def _who(form: OutsideStaffForm, fill: Fill) -> list[ft.Control]:
    def people(step: int) -> None:
        fill(replace(form, people=min(MOST_PEOPLE, max(1, form.people + step))))

    return [
        c.field(
            _("Organisation"),
            form.organisation,
            lambda words: fill(replace(form, organisation=words)),
            max_length=ORGANISATION_CHARACTERS,
        ),
        c.field(
            _("What they do here"),
            form.function,
            lambda words: fill(replace(form, function=words)),
            max_length=FUNCTION_CHARACTERS,
            helper=_("A function, for example: first aid, interpreters, somebody to sit with"),
        ),
        c.counter(_("How many"), form.people, less=partial(people, -1), more=partial(people, 1)),
        c.field(
            _("Whom to ask for (optional)"),
            form.contact,
            lambda words: fill(replace(form, contact=words)),
            max_length=CONTACT_CHARACTERS,
            helper=_("The name at work of one of them. Never a visitor's name."),
        ),
    ]


def _when(form: OutsideStaffForm, fill: Fill) -> list[ft.Control]:
    if form.begins_at is None or form.ends_at is None:
        return []
    return [
        c.card(half_hour_row(_("From"), form.begins_at, lambda at: fill(replace(form, begins_at=at)))),
        c.card(half_hour_row(_("To"), form.ends_at, lambda at: fill(replace(form, ends_at=at)))),
    ]
