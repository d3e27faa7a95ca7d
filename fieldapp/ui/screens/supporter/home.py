"""The start: no session, or the one that is open with my visits and the two things one does all night."""

import flet as ft

from fieldapp.actions import guests, sessions, shift, visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import may
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.alarm import AlarmNotice
from fieldapp.ui.screens.noticed import noticed_lines
from fieldapp.ui.screens.staffing.deviations import MINE
from fieldapp.ui.screens.staffing.duty import on_duty_row
from fieldapp.ui.screens.staffing.my_shift import my_shift
from fieldapp.ui.screens.supporter.check_out import check_out_parts
from fieldapp.ui.screens.supporter.guest import CheckIn, guest_hours
from fieldapp.ui.screens.supporter.half_filled import half_filled
from fieldapp.ui.screens.supporter.handed import handed_to_me
from fieldapp.ui.screens.supporter.session_card import known_sessions, session_card
from fieldapp.ui.screens.supporter.strip import SafetyStrip
from fieldapp.ui.screens.supporter.views import place_view
from fieldapp.ui.screens.supporter.visit_rows import visit_rows
from fieldapp.ui.screens.walkthrough import walkthrough_card
from fieldapp.ui.state import use_phone, use_shell
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons
SHOWN_VISITS = 3


@screen
def Home() -> ft.View:
    phone, lock = use_phone(), use_lock()
    session = sessions.current(phone)
    title = (session.code if session else "") or _("Stödkedjan")
    body = OpenSessionHome(session) if session else CheckIn() if phone.me.guest else NoSessionHome()
    return place_view("/", title, body, lock=lock)


@component
def OpenSessionHome(session: SessionView) -> ft.Control:
    phone, shell = use_phone(), use_shell()
    mine, guest = visits.my_visits(phone, session.id), guests.mine(phone)
    buttons = c.pair(
        c.secondary(_("Count"), going("/count"), I.EXPOSURE_PLUS_1),
        c.primary(_("New visit"), going("/visit"), I.ADD),
        shares=(2, 3),
    )
    body = c.page_body(
        *walkthrough_card(shell),
        AlarmNotice(),
        SafetyStrip(),
        *noticed_lines(phone, going("/safety")),
        *half_filled(phone, session),
        session_card(session, switch=None if guest else going("/join")),
        *guest_hours(phone, guest),
        *my_shift(phone, session),
        *on_duty_row(phone),
        *handed_to_me(phone),
        *_my_visits(phone, len(mine)),
        *check_out_parts(phone, session),
        ft.Row([c.quiet(_("Write a lost visit again"), going("/again"), I.RESTORE)], wrap=True),
        ft.Row([c.quiet(_("Note a deviation"), going(MINE), I.REPORT_GMAILERRORRED_OUTLINED)], wrap=True),
    )
    return c.frame(body, c.bottom_bar(buttons))


@component
def NoSessionHome() -> ft.Control:
    phone, shell = use_phone(), use_shell()
    others = [one for one in sessions.sessions(phone) if one.state.value != "closed"]
    over = [_shift_over()] if shift.is_over(phone) else []
    told = c.empty(
        _("No session in progress"),
        _("When crisis support is activated the session can be opened here, also without coverage."),
    )
    join = c.rows(
        c.row(
            c.text(_("Join with a colleague's code"), "title_medium"),
            before=c.icon(I.KEYBOARD_OUTLINED, 26),
            do=going("/join"),
        )
    )
    button = (
        c.primary(_("Open a session"), going("/open"), I.ADD)
        if may_open(phone)
        else c.primary(_("Join a session"), going("/join"))
    )
    body = c.page_body(
        *walkthrough_card(shell),
        AlarmNotice(),
        SafetyStrip(),
        *noticed_lines(phone, going("/safety")),
        *over,
        told,
        *on_duty_row(phone),
        *known_sessions(phone, others),
        join,
    )
    return c.frame(body, c.bottom_bar(button))


def _shift_over() -> ft.Control:
    status = c.Status(I.TASK_ALT, _("Your shift is over."))
    return c.notice(status, _("The visits are secured, and removed from the phone."))


def may_open(phone: Phone) -> bool:
    return may(Role(phone.role.value), Deed.OPEN_SESSION)


def _my_visits(phone: Phone, count: int) -> list[ft.Control]:
    session = sessions.current(phone)
    rows = visits.my_visits(phone, session.id)[:SHOWN_VISITS] if session else ()
    late = phone.now().astimezone(phone.zone).hour
    title = _("My visits tonight") if late >= 20 or late < 7 else _("My visits")
    more = c.quiet(_("Show all {n}").format(n=count), going("/visits")) if count > SHOWN_VISITS else None
    head = ft.Container(c.heading(title, trailing=more), padding=ft.Padding.only(top=8))
    if not rows:
        return [head, c.hint(_("No visits yet. Tap New visit when somebody comes."))]
    return [head, visit_rows(phone, rows)]
