"""What went against the routines in a session: the list, and noting one more."""

from datetime import date, timedelta
from typing import Final

import flet as ft

from fieldapp.actions import deviating, sessions
from fieldapp.actions.phone import Phone
from fieldapp.domain.deviation import WORDS_CHARACTERS, Deviation
from fieldapp.domain.late_entry import began_at
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_first
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as closing
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.screens.supporter.visit.view import NoSession
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, clock, day, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
MINE: Final = "/deviations"
DAYS_BACK: Final = 4


@screen
def DeviationsPage() -> ft.View:
    """Of any session, for whoever follows up."""
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    back = going(closing.session(session))
    if not deviating.may_note(phone, session):
        none = c.empty(_("This session is not known here"), _("Go back and open it again."))
        return page_view(lock, phone, addresses.deviations(session), _("Deviations"), none, back=back)
    bar = c.app_bar(_("Deviations"), lock=lock, back=back)
    route = addresses.deviations(session)
    return ft.View(route=route, padding=0, spacing=0, appbar=bar, controls=[Noting(session)])


@screen
def MyDeviations() -> ft.View:
    """Of the session this phone works in."""
    lock, phone = use_lock(), use_phone()
    session = sessions.current(phone)
    body = Noting(session.id) if session else NoSession()
    return task_view(MINE, _("Deviations"), body, lock=lock, back=going("/"))


@component
def Noting(session: str) -> ft.Control:
    phone = use_phone()
    began = use_first(phone.now)
    on, choose_day = ft.use_state(began.astimezone(phone.zone).date())
    when, write_when = ft.use_state(clock(began))
    what, write_what = ft.use_state("")
    done, write_done = ft.use_state("")
    errand, run = use_errand()

    def noted() -> None:
        deviating.note(phone, session, began_at(on, when, now=phone.now(), zone=phone.zone), what, done)

    async def save() -> None:
        if await run("note", noted):
            write_what("")
            write_done("")
            say(_("It is noted on the session."))

    busy = _("Saving…") if errand.going_on else ""
    body = c.page_body(
        *([c.trouble(_("It is not noted yet"), errand.problem)] if errand.problem else []),
        c.text(
            _("For what was not done as the routine says. It is looked at when the session is evaluated."),
            "body_medium",
        ),
        c.field(_("What went against the routine"), what, write_what, max_length=WORDS_CHARACTERS, lines=2),
        c.field(
            _("What was done about it"),
            done,
            write_done,
            max_length=WORDS_CHARACTERS,
            lines=2,
            helper=_("Write no names, neither of visitors nor of colleagues. It cannot be changed afterwards."),
        ),
        c.question("day", _("Which day was it?"), c.choices(_days(phone), [on], choose_day), done=True),
        c.field(_("Time"), when, write_when, helper=_("For example 21.15"), autocorrect=False),
        *listed(phone, session),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Note the deviation"), save, I.CHECK, busy=busy)))


def _days(phone: Phone) -> list[c.Option[date]]:
    today = phone.today()
    return [c.Option(one, day(one, today=today)) for one in (today - timedelta(days=back) for back in range(DAYS_BACK))]


def listed(phone: Phone, session: str) -> list[ft.Control]:
    found = deviating.deviations(phone, [session])
    head = c.header(_("Noted in this session"), "title_medium")
    if not found:
        return [head, c.hint(_("No deviations are noted."))]
    return [head, c.rows(*(_line(phone, one) for one in found))]


def _line(phone: Phone, one: Deviation) -> ft.Control:
    who = phone.label_of(one.by)
    noted = _("Noted {when}").format(when=moment(one.noted_at)) if one.noted_at else ""
    return c.row(
        c.text(one.what, "title_small"),
        c.text(one.done, "body_medium"),
        c.text(moment(one.happened_at) if one.happened_at else "", "body_small", ft.Colors.ON_SURFACE_VARIANT),
        c.hint(", ".join(filter(None, (noted, who)))),
        before=c.icon(I.REPORT_GMAILERRORRED_OUTLINED, 24),
    )
