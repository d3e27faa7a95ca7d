"""What a supervisor does to end a session, and how far each deed has come."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import closing
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Role
from fieldapp.ui import components as c
from fieldapp.ui.filling import DRAWN_SECONDS
from fieldapp.ui.hooks import use_body
from fieldapp.ui.screens.closing.errand import Errand, Run, use_errand
from fieldapp.ui.screens.closing.tasks import PEOPLE, left
from fieldapp.ui.tap import Action, Outcome, say
from fieldapp.ui.words import _
from sync.errors import StodkedjanError

AGAIN_SECONDS: Final = 10.0
BEGIN: Final = "begin"
CLOSE: Final = "close"


@dataclass(frozen=True, slots=True)
class Ending:
    """`asking` the server how it stands goes on beside `errand`, which is a deed: no deed is dropped for a question.

    `tried` once somebody has asked to close; `unfolded` while the people nobody calls are listed.
    """

    errand: Errand
    asking: Errand
    tried: bool
    unfolded: bool
    body: ft.Ref[ft.Column]
    fetch: Action
    ask: Action
    show: Callable[[str], Outcome]
    close: Action


def use_ending(phone: Phone, session_id: str) -> Ending:
    """Asks the server at once, when it is a supervisor who looks. A hook."""
    errand, run = use_errand()
    asking, run_ask = use_errand()
    ask = use_begin(phone, session_id, run)
    tried, set_tried = ft.use_state(False)
    unfolded, unfold = ft.use_state(False)
    body = use_body()

    async def fetch() -> None:
        await run_ask("fetch", closing.refresh, phone, session_id)

    async def show(task: str) -> None:
        unfold(unfolded or task == PEOPLE)
        # What was drawn before is replaced when the page is drawn again, so it is looked up afterwards.
        await asyncio.sleep(DRAWN_SECONDS)
        if body.current:
            await c.scroll_to_question(body.current, task)

    async def close() -> None:
        set_tried(True)
        missing = left(closing.gate(phone, session_id))
        if missing:
            await show(missing[0])
        elif await run(CLOSE, closing.close, phone, session_id):
            say(_("The session is closed."))

    ft.use_effect(fetch if phone.role is Role.SUPERVISOR else _nothing, [session_id])
    ft.use_effect(partial(_follow, phone, session_id), [session_id])
    return Ending(errand, asking, tried, unfolded, body, fetch, ask, show, close)


async def _nothing() -> None:
    """Whoever may not end it does not ask."""


async def _follow(phone: Phone, session_id: str) -> None:
    """The phones deliver by themselves, so what the gate shows follows by itself."""
    while phone.role is Role.SUPERVISOR:
        await asyncio.sleep(AGAIN_SECONDS)
        # Without coverage each phone's line says how old it is; the button says why.
        with contextlib.suppress(StodkedjanError):
            await asyncio.to_thread(closing.refresh, phone, session_id)


def use_begin(phone: Phone, session_id: str, run: Run) -> Action:
    """The action that asks whether to begin. A hook."""
    asked, ask = ft.use_state(False)

    async def begin() -> None:
        ask(False)
        await run(BEGIN, _begin, phone, session_id)

    ft.use_dialog(_confirm(begin, partial(ask, False)) if asked else None)
    return partial(ask, True)


def _begin(phone: Phone, session_id: str) -> None:
    closing.start_closing(phone, session_id)
    closing.refresh(phone, session_id)


def _confirm(begin: Action, leave: Action) -> ft.AlertDialog:
    words = _("From now on the session waits for every phone to deliver what it has. Visits are still taken.")
    return c.confirm_dialog(_("Begin closing the session?"), words, yes=_("Begin closing"), do=begin, leave=leave)
