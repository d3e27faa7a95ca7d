"""A colleague's first phone, made out of the roster: a supervisor's errand."""

import asyncio

import flet as ft

from fieldapp.actions import people, roster
from fieldapp.actions.views import InviteView
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.screens.supervision.invited import invited
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _
from sync.errors import StodkedjanError


@component
def FirstPhone(person: str) -> ft.Control:
    """Nothing for somebody who has a phone: another one is made on that phone's page."""
    phone = use_phone()
    made, set_made = use_optional(InviteView)
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)

    async def invite() -> None:
        set_busy(True)
        set_problem("")
        try:
            set_made(await asyncio.to_thread(people.invite_member, phone, person))
        except StodkedjanError as error:
            set_problem(refused(error))
        set_busy(False)

    if made:
        return c.card(*invited(made), spacing=12)
    if any(row.person == person and row.label for row in roster.roster(phone)):
        return ft.Container()
    return c.card(
        *([c.trouble(_("The invite was not made"), problem)] if problem else []),
        c.header(_("No phone yet"), "title_medium"),
        c.text(_("The invite is for this colleague, so that her work is hers from the first visit."), "body_medium"),
        c.secondary(
            _("Invite a phone"),
            invite,
            ft.Icons.QR_CODE_2,
            busy=_("Making the invite…") if busy else "",
        ),
        spacing=12,
    )
