"""Finding a person: by code or by name, and by nothing else."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions.finding import find
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import FoundRow
from fieldapp.ui import components as c
from fieldapp.ui.going import go
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.due import due_status
from fieldapp.ui.tap import Action, tap
from fieldapp.ui.tokens import RADIUS_CARD
from fieldapp.ui.words import _, label, ngettext, sentence
from sync.errors import StodkedjanError

MOST: Final = 8
Enter = Callable[[FoundRow], Awaitable[None]]


def use_search(phone: Phone) -> Action:
    """The action that opens the search. A hook."""
    asked, ask = ft.use_state(False)
    typed, write = ft.use_state("")
    problem, set_problem = ft.use_state("")
    nobody: tuple[FoundRow, ...] = ()
    found, set_found = ft.use_state(nobody)

    def leave() -> None:
        ask(False)
        change("")

    def change(words: str) -> None:
        write(words)
        set_problem("")
        set_found(())

    async def search() -> None:
        try:
            rows = await asyncio.to_thread(find, phone, typed)
        except StodkedjanError as error:
            set_problem(sentence(error))
            return
        set_found(rows)
        if not rows:
            set_problem(_("Nobody with that code or name"))
        elif len(rows) == 1:
            await enter(rows[0])

    async def enter(row: FoundRow) -> None:
        leave()
        await go(place_of(row))

    answers = _answers(phone, found, enter) if len(found) > 1 else []
    ft.use_dialog(_dialog(typed, change, problem, answers, search, leave) if asked else None)
    return partial(ask, True)


def place_of(row: FoundRow) -> str:
    """The follow-up or referral that is open, else the person."""
    return places.item(row.open) if row.open else places.person(row.contact_id)


def _answers(phone: Phone, found: tuple[FoundRow, ...], enter: Enter) -> list[ft.Control]:
    """Several of the same name: told apart by their codes, and by when they are to be called."""
    more = len(found) - MOST
    words = ngettext("{n} more: write more of the name.", "{n} more: write more of the name.", more).format(n=more)
    return [c.rows(*(_line(phone, row, enter) for row in found[:MOST])), *([c.hint(words)] if more > 0 else [])]


def _line(phone: Phone, row: FoundRow, enter: Enter) -> ft.Control:
    told = c.text(_("Nothing is open"), "body_medium")
    if row.open:
        told = c.text(f"{label(row.open.kind)} · {due_status(row.open, phone.today()).words}", "body_medium")
    return c.row(c.code(row.code), told, do=partial(enter, row))


def _dialog(
    typed: str,
    change: Callable[[str], None],
    problem: str,
    answers: list[ft.Control],
    search: Action,
    leave: Action,
) -> ft.AlertDialog:
    asked = c.field(
        _("Contact code or name"),
        typed,
        change,
        helper=_("The code stands on the slip, for example HV-7F3-K2M-9"),
        error=problem,
        autofocus=True,
        autocorrect=False,
        submitted=search,
    )
    body = ft.Column([asked, *answers], tight=True, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.AlertDialog(
        title=c.header(_("Search by code or name"), "title_medium"),
        # Else a screen reader calls it a warning.
        semantics_label=_("Search by code or name"),
        content=ft.Container(body, width=360),
        actions=[c.quiet(_("Cancel"), leave), c.quiet(_("Search"), search)],
        on_dismiss=tap(leave),
        scrollable=True,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_CARD),
    )
