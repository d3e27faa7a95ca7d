"""The longest time before the lock, for every phone of the board: a supervisor decides."""

import asyncio

import flet as ft

from fieldapp.actions import lock_rule
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.own_phone import addresses
from fieldapp.ui.screens.own_phone.ladder import ladder, span
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@screen
def LongestPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    now = phone.roster.longest_lock_minutes
    chosen, choose = ft.use_state(now)
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    async def decide() -> None:
        set_busy(True)
        set_trouble("")
        try:
            await asyncio.to_thread(lock_rule.set_longest, phone, chosen)
        except StodkedjanError as error:
            set_trouble(sentence(error))
            set_busy(False)
            return
        say(_("Decided for every phone of the board."))
        await go(addresses.LOCK)

    body = c.page_body(
        *([c.trouble(_("It was not decided"), trouble)] if trouble else []),
        c.text(_("No phone of the board may stay open longer than this without being touched."), "body_medium"),
        c.hint(
            _("Now: {time}. Each phone learns of a change when it next reaches the district.").format(time=span(now))
        ),
        ladder(chosen, choose),
    )
    button = c.primary(_("Decide"), decide, ft.Icons.CHECK, busy=_("Deciding…") if busy else "")
    bar = c.app_bar(_("Longest time before the lock"), lock=lock, back=going(addresses.LOCK))
    page = c.frame(body, c.bottom_bar(button))
    return ft.View(route=addresses.LONGEST, padding=0, spacing=0, appbar=bar, controls=[page])
