"""Joining a session: one that is known, or a colleague's code."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import sessions
from fieldapp.actions.views import SessionState
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.home import may_open
from fieldapp.ui.screens.supporter.session_card import known_sessions
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@screen
def Join() -> ft.View:
    phone, lock = use_phone(), use_lock()
    return task_view("/join", _("Join a session"), Joining(), lock=lock, back=going(start_of(phone)))


@component
def Joining() -> ft.Control:
    phone = use_phone()
    code, set_code = ft.use_state("")
    problem, set_problem = ft.use_state("")
    current = sessions.current(phone)
    others = [one for one in sessions.sessions(phone) if one.state is not SessionState.CLOSED and one != current]

    def typed(words: str) -> None:
        set_code(words)
        set_problem("")

    async def join() -> None:
        try:
            await asyncio.to_thread(sessions.join_session, phone, code)
            await go(start_of(phone))
        except StodkedjanError as error:
            set_problem(sentence(error))

    field = c.field(
        _("The session's code"),
        code,
        typed,
        helper=_("Eight characters. A colleague sees it on the start page. Works without coverage too."),
        error=problem,
        autocorrect=False,
        submitted=partial(join),
    )
    opening = [c.quiet(_("Open a session"), going("/open"), ft.Icons.ADD)] if may_open(phone) else []
    body = c.page_body(c.card(field), *known_sessions(phone, others), *opening)
    return c.frame(body, c.bottom_bar(c.primary(_("Join a session"), join, ft.Icons.CHECK)))
