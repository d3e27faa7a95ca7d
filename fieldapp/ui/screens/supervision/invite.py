"""Inviting a phone: a name and a role, and a code that works once."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import people
from fieldapp.actions.views import InviteView
from fieldapp.domain.member import Role
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.supervision.invited import invited
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label
from sync.errors import StodkedjanError
from sync.protocol.limits import NAME_CHARACTERS

OFFERED: Final = (Role.SUPPORTER, Role.COORDINATOR, Role.SOCIAL_EMERGENCY, Role.SUPERVISOR, Role.AUDITOR)


@screen
def Invite() -> ft.View:
    lock, phone = use_lock(), use_phone()
    name, write = ft.use_state("")
    role, choose = ft.use_state(Role.SUPPORTER)
    missing, set_missing = ft.use_state("")
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)
    made, set_made = ft.use_state(_none())

    async def make() -> None:
        set_missing("" if name.strip() else _("Write the name of the person who is to have the phone"))
        set_problem("")
        if not name.strip():
            return
        set_busy(True)
        try:
            set_made(await asyncio.to_thread(people.invite, phone, name, role))
        except StodkedjanError as error:
            set_problem(refused(error))
        set_busy(False)

    page = partial(page_view, lock, phone, places.INVITE, back=going(places.DEVICES))
    if made:
        done = c.primary(_("Done"), going(places.DEVICES), ft.Icons.CHECK)
        return page(_("The invite"), *invited(made), bottom=c.bottom_bar(done))
    return page(
        _("Invite a phone"),
        *([c.trouble(_("The invite was not made"), problem)] if problem else []),
        c.question("name", _("Who is to have the phone?"), _name(name, write), error=missing),
        c.question("role", _("Role"), c.long_choices(_roles(), [role], choose), done=True),
        bottom=c.bottom_bar(
            c.primary(_("Make the invite"), make, ft.Icons.QR_CODE_2, busy=_("Making the invite…") if busy else "")
        ),
    )


def _none() -> InviteView | None:
    return None


def _name(name: str, write: Callable[[str], None]) -> ft.Control:
    helper = _("Shown to supervisors, never to visitors")
    return c.field(_("Name"), name, write, max_length=NAME_CHARACTERS, helper=helper)


def _roles() -> list[c.Option[Role]]:
    hints = {
        Role.SUPPORTER: _("Registers visits. Sees their own visits only."),
        Role.COORDINATOR: _("Sees the queue and follows people up."),
        Role.SOCIAL_EMERGENCY: _("Opens sessions out of hours, registers visits and hands over to the district."),
        Role.SUPERVISOR: _("Also invites phones and looks after devices."),
        Role.AUDITOR: _("Reads who has opened what, and no visit and no name."),
    }
    return [c.Option(role, label(role), hints[role]) for role in OFFERED]
