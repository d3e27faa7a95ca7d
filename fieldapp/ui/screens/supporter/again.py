"""Writing a visit again that was lost with a phone: its slip's code and when it was, then the usual form."""

import asyncio
from datetime import date, timedelta
from functools import partial

import flet as ft

from fieldapp.actions import drafts, reentering, sessions
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain.late_entry import began_at
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.screens.supporter.visit.around import trouble
from fieldapp.ui.screens.supporter.visit.draft import NAME, kept, lost_one
from fieldapp.ui.screens.supporter.visit.view import NoSession
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, day
from sync.errors import StodkedjanError

ROUTE = "/again"
DAYS_BACK = 4


@screen
def Again() -> ft.View:
    phone, lock = use_phone(), use_lock()
    session = sessions.current(phone)
    body = Asking(session) if session else NoSession()
    return task_view(ROUTE, _("Write it again"), body, lock=lock, back=going(start_of(phone)))


@component
def Asking(session: SessionView) -> ft.Control:
    phone = use_phone()
    slip, write_slip = ft.use_state("")
    when, write_when = ft.use_state("")
    on, choose_day = ft.use_state(phone.today())
    problem, set_problem = ft.use_state("")

    async def begin() -> None:
        try:
            await asyncio.to_thread(_begin, phone, session, slip, on, when)
        except StodkedjanError as error:
            set_problem(error.sentence())
            return
        await go("/visit")

    if kept(phone):
        return _draft_first()
    body = c.page_body(
        *trouble(problem),
        c.text(_("For a visit that was lost with a phone. It says that it was written down late."), "body_medium"),
        c.question(
            "slip",
            _("Is the slip back?"),
            c.TextAnswer(_("The code on the slip (optional)"), slip, write_slip, autocorrect=False),
            helper=_("With its code the slip goes on working."),
            done=bool(slip),
        ),
        c.question("day", _("Which day was it?"), c.choices(_days(phone), [on], choose_day), done=True),
        c.question(
            "time",
            _("When did it begin?"),
            c.TextAnswer(_("Time"), when, write_when, helper=_("For example 21.15"), autocorrect=False),
            done=bool(when),
        ),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Go on to the visit"), begin, ft.Icons.ARROW_FORWARD)))


def _draft_first() -> ft.Control:
    told = c.empty(_("A visit is half filled in"), _("Save it or throw it away first."))
    return c.frame(c.page_body(told), c.bottom_bar(c.primary(_("Open the draft"), partial(go, "/visit"))))


def _days(phone: Phone) -> list[c.Option[date]]:
    today = phone.today()
    return [c.Option(one, day(one, today=today)) for one in (today - timedelta(days=back) for back in range(DAYS_BACK))]


def _begin(phone: Phone, session: SessionView, slip: str, on: date, when: str) -> None:
    at = began_at(on, when, now=phone.now(), zone=phone.zone)
    draft = lost_one(session, reentering.code_to_write(phone, slip), at)
    drafts.save(phone, NAME, draft.to_json())
