"""What is known about a session, and the sessions one may go to."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import sessions
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.ui import components as c
from fieldapp.ui.going import go
from fieldapp.ui.screens.supporter.views import start_of
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock, label

I = ft.Icons  # noqa: E741 - read as a table of icons


def session_name(session: SessionView) -> str:
    """ "Skjutning, Hässelby gård"; only the code while that is all there is."""
    if session.incident_type is None:
        return _("Session {code}").format(code=session.code)
    return ", ".join(part for part in (label(session.incident_type), session.area) if part)


def session_card(session: SessionView, *, switch: Action | None) -> ft.Control:
    """Without a way to another session for who works only in this one."""
    head = c.heading(session_name(session), trailing=c.tag(c.status.session(session.stage)))
    others = [ft.Divider(), _code_line(session), c.quiet(_("Another session"), switch)] if switch else []
    return c.card(head, *_facts(session), *others)


def known_sessions(phone: Phone, known: list[SessionView]) -> list[ft.Control]:
    """Rows to choose from; nothing when there is none."""
    if not known:
        return []
    return [
        ft.Container(c.header(_("Sessions in progress")), padding=ft.Padding.only(top=8)),
        c.rows(*[_session_row(phone, one) for one in known]),
    ]


async def enter(phone: Phone, session: SessionView) -> None:
    if session.joined:
        await asyncio.to_thread(sessions.choose, phone, session.id)
    else:
        await asyncio.to_thread(sessions.join_session, phone, session.code)
    await go(start_of(phone))


def _session_row(phone: Phone, session: SessionView) -> ft.Control:
    opened = [_("opened {time}").format(time=clock(session.opened_at))] if session.opened_at else []
    detail = " · ".join([session.code, *opened])
    return c.row(
        c.text(session_name(session), "title_medium"),
        c.text(detail, "body_small", ft.Colors.ON_SURFACE_VARIANT),
        c.text(_("Continue") if session.joined else _("Join"), "label_large", ft.Colors.PRIMARY),
        do=partial(enter, phone, session),
    )


def _facts(session: SessionView) -> list[ft.Control]:
    board = c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("Responsible board: {board}").format(board=session.board_name))
    if not session.facts_known:
        return [board, c.hint(_("What the others have written about the session comes when there is coverage."))]
    place = [c.fact(I.PLACE_OUTLINED, session.site_name)] if session.site_name else []
    opened = [c.fact(I.SCHEDULE, _("Opened {time}").format(time=clock(session.opened_at)))] if session.opened_at else []
    lead = [c.fact(I.FLAG_OUTLINED, _("Session lead: {name}").format(name=session.lead))] if session.lead else []
    return [*place, board, *lead, *opened]


def _code_line(session: SessionView) -> ft.Control:
    words = c.text(_("Code for colleagues"), "body_small", ft.Colors.ON_SURFACE_VARIANT)
    return ft.Row(
        [c.icon(I.KEY_OUTLINED, 20), ft.Container(words, expand=1, expand_loose=True), c.code(session.code)],
        wrap=False,
        spacing=10,
    )
