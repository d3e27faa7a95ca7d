"""Invites nobody has used yet, and how to take one back."""

import asyncio
from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions import people
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import WaitingInvite
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, moment
from sync.errors import StodkedjanError


@component
def WaitingInvites() -> ft.Control:
    phone = use_phone()
    asked, ask = ft.use_state(_nobody())
    busy, set_busy = ft.use_state("")
    problem, set_problem = ft.use_state("")
    leave = partial(ask, None)

    async def withdraw() -> None:
        if asked is None:
            return
        leave()
        set_busy(asked.key)
        try:
            await asyncio.to_thread(people.withdraw, phone, asked.key)
            set_problem("")
            say(_("The invite is withdrawn. The code no longer works."))
        except StodkedjanError as error:
            set_problem(refused(error))
        set_busy("")

    question = _("The code stops working at once. {name} needs a new invite after that.")
    dialog = c.confirm_dialog(
        _("Withdraw the invite?"),
        question.format(name=asked.name if asked else ""),
        yes=_("Withdraw"),
        do=withdraw,
        leave=leave,
    )
    ft.use_dialog(dialog if asked else None)
    return _list(phone, busy, problem, ask)


def _nobody() -> WaitingInvite | None:
    return None


def _list(phone: Phone, busy: str, problem: str, ask: Callable[[WaitingInvite], None]) -> ft.Control:
    waiting = people.invites(phone)
    if not waiting:
        return ft.Container()
    lines = [_row(one, busy, ask) for one in waiting]
    told = [c.trouble(_("The invite could not be withdrawn"), problem)] if problem else []
    head = c.header(_("Waiting invites"), "title_medium")
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column([head, *told, c.rows(*lines)], spacing=8, tight=True, horizontal_alignment=stretch)


def _row(invite: WaitingInvite, busy: str, ask: Callable[[WaitingInvite], None]) -> ft.Control:
    until = _("Valid until {when}, once").format(when=moment(invite.expires_at))
    words = _("Withdrawing…") if busy == invite.key else _("Withdraw")
    return c.row(
        c.text(invite.name or _("Without a name"), "title_medium"),
        c.text(label(invite.role), "body_medium", ft.Colors.ON_SURFACE_VARIANT),
        c.hint(until),
        trailing=c.quiet(words, partial(ask, invite)),
    )
