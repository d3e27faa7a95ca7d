"""The places of a session: those that are open, closing one, and adding another."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import flet as ft

from fieldapp.actions import sites
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SiteRow
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.session_site import HOURS_CHARACTERS, NAME_CHARACTERS, SiteForm
from fieldapp.domain.site import SiteKind
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.closing.errand import Errand, Run, use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, label

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def PlacesPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    form, set_form = ft.use_state(SiteForm())
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()

    def answer(changed: SiteForm) -> None:
        set_missing("")
        set_form(changed)

    async def add() -> None:
        if form.kind is None or not form.name.strip():
            set_missing(_("Choose the kind, and write what the place is called"))
        elif await run("add", sites.add_site, phone, session, form):
            say(_("The place is added."))
            await go(sessions.session(session))

    here, back = addresses.places_of(session), going(sessions.session(session))
    listed = sites.sites(phone, session)
    may = allowed(phone, Deed.STAFF_SESSION)
    turn = partial(_turn, run, phone, session)
    rows = [_row(row, turn=partial(turn, row) if may and row.id else None) for row in listed]
    return page_view(
        lock,
        phone,
        here,
        _("Support centres"),
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.rows(*rows) if rows else c.hint(_("No place is known here yet.")),
        *([_adding(form, answer, missing)] if may else []),
        back=back,
        bottom=c.bottom_bar(_add_button(add, errand)) if may else None,
    )


async def _turn(run: Run, phone: Phone, session: str, row: SiteRow) -> None:
    await run("close", partial(sites.close_site, closed=not row.closed), phone, session, row.id)


def _row(row: SiteRow, *, turn: Action | None) -> ft.Control:
    what = ", ".join(filter(None, (label(row.kind), row.hours)))
    state = [c.status_line(c.Status(I.EVENT_BUSY, _("Closed")))] if row.closed else []
    words = _("Open again") if row.closed else _("Close")
    button = c.quiet(words, turn) if turn else None
    head = c.text(row.name, "title_medium")
    return c.row(head, c.text(what, "body_medium"), *state, before=c.icon(I.PLACE_OUTLINED, 24), trailing=button)


def _adding(form: SiteForm, answer: Callable[[SiteForm], None], missing: str) -> ft.Control:
    return c.question(
        "add",
        _("Add a place"),
        c.choices(c.options(SiteKind), one(form.kind), lambda kind: answer(replace(form, kind=kind))),
        c.field(
            _("What the place is called"),
            form.name,
            lambda words: answer(replace(form, name=words)),
            max_length=NAME_CHARACTERS,
            helper=_("Never a family's address"),
        ),
        c.field(
            _("Opening hours (optional)"),
            form.hours,
            lambda words: answer(replace(form, hours=words)),
            max_length=HOURS_CHARACTERS,
        ),
        error=missing,
    )


def _add_button(add: Action, errand: Errand) -> ft.Control:
    busy = _("Saving…") if errand.going_on == "add" else ""
    return c.primary(_("Add the place"), add, I.ADD_LOCATION_ALT_OUTLINED, busy=busy)
