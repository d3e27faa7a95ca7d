"""Finding a person: by code, and by nothing else."""

import asyncio
from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions import queue as actions
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.screens.casework import places
from fieldapp.ui.tap import Action, tap
from fieldapp.ui.tokens import RADIUS_CARD
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


def use_search(phone: Phone) -> Action:
    """The action that opens the search. A hook."""
    asked, ask = ft.use_state(False)
    typed, write = ft.use_state("")
    problem, set_problem = ft.use_state("")

    def leave() -> None:
        ask(False)
        write("")
        set_problem("")

    def change(words: str) -> None:
        write(words)
        set_problem("")

    async def search() -> None:
        try:
            place = await asyncio.to_thread(found_at, phone, typed)
        except StodkedjanError as error:
            set_problem(sentence(error))
            return
        if place is None:
            set_problem(_("Nobody with that code"))
            return
        leave()
        await ft.context.page.push_route(place)

    ft.use_dialog(_dialog(typed, change, problem, search, leave) if asked else None)
    return partial(ask, True)


def found_at(phone: Phone, typed: str) -> str | None:
    """Where to go for that code: the follow-up or referral that is open, else the person. Raises CodeMistyped."""
    contact_id = actions.find_by_code(phone, typed)
    if contact_id is None:
        return None
    queue = actions.queue(phone)
    rows = (row for row in queue.everything if row.contact_id == contact_id)
    first = next(rows, None)
    return places.item(first) if first else places.person(contact_id)


def _dialog(typed: str, change: Callable[[str], None], problem: str, search: Action, leave: Action) -> ft.AlertDialog:
    code = c.field(
        _("Contact code"),
        typed,
        change,
        helper=_("It stands on the slip, for example HV-7F3-K2M-9"),
        error=problem,
        autofocus=True,
        autocorrect=False,
        submitted=search,
    )
    code.capitalization = ft.TextCapitalization.CHARACTERS
    return ft.AlertDialog(
        title=c.header(_("Search by code"), "title_medium"),
        # Else a screen reader calls it a warning.
        semantics_label=_("Search by code"),
        content=ft.Container(code, width=360),
        actions=[c.quiet(_("Cancel"), leave), c.quiet(_("Search"), search)],
        on_dismiss=tap(leave),
        scrollable=True,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_CARD),
    )
