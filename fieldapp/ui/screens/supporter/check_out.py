"""Leaving the session at the end of the shift."""

import asyncio
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import leaving
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.tap import say
from fieldapp.ui.words import _
from sync.protocol.circle import Role

I = ft.Icons  # noqa: E741 - read as a table of icons
LEAVE: Final = "/leave"


def check_out_parts(phone: Phone, session: SessionView) -> list[ft.Control]:
    """A quiet button; once tapped, what happens next and a way back."""
    if phone.me.guest:
        return [ft.Row([c.quiet(_("Check out"), going(LEAVE), I.LOGOUT)], wrap=True)]
    if phone.role is not Role.SUPPORTER or not phone.roster.in_session(phone.id, bytes.fromhex(session.id)):
        return []
    if not leaving.is_leaving(phone, session.id):
        button = c.quiet(_("Check out"), partial(_leave, phone, session.id), I.LOGOUT)
        return [ft.Row([button], wrap=True), c.hint(relief_offer())]
    status = c.Status(I.LOGOUT, _("You are checking out"))
    back = c.quiet(_("Stay"), partial(_stay, phone, session.id))
    told = _("When everything is secured with the district, the visits are removed from the phone.")
    return [c.notice(status, told, live=True), c.hint(relief_offer()), ft.Row([back])]


def relief_offer() -> str:
    return _("You can have a relief talk after your shift. Tell your coordinator.")


async def _leave(phone: Phone, session: str) -> None:
    await asyncio.to_thread(leaving.check_out, phone, session)
    say(_("You leave the session when what waits has been sent."), undo=partial(_stay, phone, session))


async def _stay(phone: Phone, session: str) -> None:
    await asyncio.to_thread(leaving.stay, phone, session)
