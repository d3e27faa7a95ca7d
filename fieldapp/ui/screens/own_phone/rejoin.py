"""The server was brought back from before this phone joined: joining again, with everything that is on it."""

import asyncio

import flet as ft

from fieldapp.actions import rejoining
from fieldapp.actions.connecting import read_code
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.own_phone import addresses
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone, use_shell
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons
SAFETY = "/safety"


@screen
def Rejoin() -> ft.View:
    lock, phone, shell = use_lock(), use_phone(), use_shell()
    code, set_code = ft.use_state("")
    trouble, set_trouble = ft.use_state("")
    busy, set_busy = ft.use_state(False)

    async def join() -> None:
        set_busy(True)
        set_trouble("")
        try:
            await asyncio.to_thread(lambda: rejoining.join_again(phone, read_code(code, phone.profile.server)))
        except StodkedjanError as error:
            set_trouble(sentence(error))
            set_busy(False)
            return
        shell.waits_for_role = phone.is_waiting_for_role
        say(_("The phone is connected again. What was on it is being sent."))
        await go(SAFETY)

    body = c.page_body(
        *([c.trouble(_("It did not work"), trouble)] if trouble else []),
        c.text(_("The district's server was brought back from before this phone joined."), "body_medium"),
        c.card(
            c.fact(I.SMARTPHONE, _("Everything on this phone stays, and is sent once it is connected.")),
            c.fact(I.QR_CODE_2, _("Ask a supervisor for an invite: Staffing, Roster, your name, Invite a phone.")),
            spacing=12,
        ),
        c.card(
            c.field(
                _("Code"),
                code,
                set_code,
                helper=_("It stands in the invite. The whole link can be pasted too."),
                error="",
                lines=2,
                autocorrect=False,
            )
        ),
    )
    button = c.primary(_("Connect the phone again"), join, I.LINK, busy=_("Connecting…") if busy else "")
    page = c.frame(body, c.bottom_bar(button))
    return task_view(addresses.REJOIN, _("Connect the phone again"), page, lock=lock, back=going(SAFETY))
