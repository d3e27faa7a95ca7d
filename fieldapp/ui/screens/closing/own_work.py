"""On the page of a session: what a coordinator or supervisor registers there herself, when nobody else is on site."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import sessions, visits
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionState, SessionView
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.going import go
from fieldapp.ui.screens.supporter.half_filled import half_filled
from fieldapp.ui.screens.supporter.visit_rows import visit_rows
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


def own_work(phone: Phone, session: SessionView) -> list[ft.Control]:
    """Nothing once it is closed; nobody new when it is about to be."""
    if session.state is SessionState.CLOSED or not allowed(phone, Deed.CREATE_VISIT):
        return []
    if not session.joined:
        return [_offer(phone, session)] if session.state is SessionState.OPEN else []
    count = c.secondary(_("Count"), partial(_work, phone, session.id, "/count"), I.EXPOSURE_PLUS_1)
    visit = c.secondary(_("New visit"), partial(_work, phone, session.id, "/visit"), I.ADD)
    mine = visits.my_visits(phone, session.id)
    head = c.header(_("My visits"), "title_medium")
    rows = [visit_rows(phone, mine)] if mine else []
    return [*half_filled(phone, session), head, c.pair(count, visit), *rows]


def _offer(phone: Phone, session: SessionView) -> ft.Control:
    told = c.hint(_("Join it to register visits yourself."))
    button = c.secondary(_("Join this session"), partial(_join, phone, session), I.ADD)
    return c.card(c.header(_("My visits"), "title_medium"), told, button, spacing=10)


async def _join(phone: Phone, session: SessionView) -> None:
    await asyncio.to_thread(sessions.join_session, phone, session.code)


async def _work(phone: Phone, session: str, place: str) -> None:
    await asyncio.to_thread(sessions.choose, phone, session)
    await go(place)


def for_the_night(phone: Phone, session: SessionView) -> list[ft.Control]:
    """The way to say that it is closed until tomorrow, and back."""
    if session.state is not SessionState.OPEN or not allowed(phone, Deed.STAFF_SESSION):
        return []
    if session.is_paused:
        again = partial(_open_again, phone, session.id)
        return [ft.Row([c.quiet(_("Open again"), again, I.WB_SUNNY_OUTLINED)], wrap=True)]
    close = partial(_close_for_the_night, phone, session.id)
    return [ft.Row([c.quiet(_("Close for the night"), close, I.NIGHTLIGHT_OUTLINED)], wrap=True)]


async def _close_for_the_night(phone: Phone, session: str) -> None:
    await asyncio.to_thread(sessions.close_for_the_night, phone, session)
    say(_("Closed for the night. Whoever comes is met all the same."), undo=partial(_open_again, phone, session))


async def _open_again(phone: Phone, session: str) -> None:
    await asyncio.to_thread(sessions.open_again, phone, session)
