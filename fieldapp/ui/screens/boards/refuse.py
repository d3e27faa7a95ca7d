"""Refusing a handover: why, and when it can be taken over instead."""

from datetime import timedelta
from functools import partial

import flet as ft

from fieldapp.actions import taking_over
from fieldapp.domain.handover import TEXT_CHARACTERS
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.boards.half_hours import half_hour_row, next_half_hour
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def RefuseHandover() -> ft.View:
    lock, phone = use_lock(), use_phone()
    letter = ft.use_route_params()["letter"]
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    start, set_start = use_made(lambda: next_half_hour(phone.now() + timedelta(hours=2)))
    errand, run = use_errand()

    async def refuse() -> None:
        set_missing("" if reason.strip() else _("Write why"))
        if reason.strip() and await run("refuse", taking_over.refuse, phone, letter, reason, start):
            say(_("The other board is told. They stay responsible."))
            await go(places.QUEUE)

    page = partial(page_view, lock, phone, addresses.refuse(letter), _("Refuse the handover"))
    button = c.primary(_("Send the refusal"), refuse, ft.Icons.SEND, busy=_("Sending…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.question(
            "reason",
            _("Why can you not take over now?"),
            c.field(_("Reason"), reason, write, helper=_("Write no names."), lines=2, max_length=TEXT_CHARACTERS),
            error=missing,
        ),
        c.question("start", _("When can you?"), half_hour_row(_("From"), start, set_start), done=True),
        back=going(addresses.incoming(letter)),
        bottom=c.bottom_bar(button),
    )
