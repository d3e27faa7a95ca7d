"""One decision: the answer, what it changes in one sentence, a question before it is signed, and then it holds."""

import asyncio
from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions.board_settings import may_decide
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import go, going
from fieldapp.ui.screens.settings import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


def decision_view(route: str, title: str, lock: Action, body: ft.Control) -> ft.View:
    bar = c.app_bar(title, lock=lock, back=going(addresses.SETTINGS))
    return ft.View(route=route, padding=0, spacing=0, appbar=bar, controls=[body])


@component
def Deciding(controls: list[ft.Control], before: str, after: str, decide: Callable[[], None]) -> ft.Control:
    """`decide` signs and sends; what it raises is said and nothing is lost. Those who may not decide only read."""
    phone = use_phone()
    asked, ask = ft.use_state(False)
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    async def sign() -> None:
        ask(False)
        set_busy(True)
        set_trouble("")
        try:
            await asyncio.to_thread(decide)
        except StodkedjanError as error:
            set_trouble(sentence(error))
            set_busy(False)
            return
        say(_("Decided for every phone of the board."))
        await go(addresses.SETTINGS)

    async def look() -> None:
        is_same = before == after
        set_trouble(_("Nothing is changed yet. Change something first, or go back.") if is_same else "")
        ask(not is_same)

    dialog = c.confirm_dialog(
        _("Decide this for the whole board?"),
        _("Now: {before}\n\nFrom now on: {after}\n\nIt is signed, and stands in the history.").format(
            before=before, after=after
        ),
        yes=_("Decide"),
        do=sign,
        leave=partial(ask, False),
    )
    ft.use_dialog(dialog if asked else None)
    body = c.page_body(*([c.trouble(_("It was not decided"), trouble)] if trouble else []), *controls)
    if not may_decide(phone):
        return c.frame(c.page_body(*controls, c.hint(_("A supervisor decides this."))))
    return c.frame(
        body, c.bottom_bar(c.primary(_("Decide"), look, ft.Icons.CHECK, busy=_("Deciding…") if busy else ""))
    )
