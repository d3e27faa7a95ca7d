"""The recovery kit: 33 words, shown once."""

import asyncio

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.filling import DRAWN_SECONDS
from fieldapp.ui.hooks import use_first
from fieldapp.ui.look import big, room
from fieldapp.ui.screens.entry.steps import step_head
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _

C = ft.Colors
THREE_COLUMNS = 440


@component
def KitStep(words: tuple[str, ...], *, done: Action) -> ft.Control:
    written, set_written = ft.use_state(False)
    tried, set_tried = ft.use_state(False)

    body: ft.Ref[ft.Column] = use_first(ft.Ref)

    async def leave() -> None:
        set_tried(True)
        if written:
            done()
            return
        await asyncio.sleep(DRAWN_SECONDS)
        if body.current:
            await c.scroll_to_question(body.current, "written")

    asked = c.question(
        "written",
        _("Are the words on paper?"),
        c.tick(_("Yes, and the paper goes into the safe"), written, set_written),
        done=written,
        error=_("Write down the words first, then tick the box") if tried and not written else "",
    )
    page = c.page_body(
        step_head(_("Recovery kit")),
        c.text(_("Copy the words on to paper. They are shown only once."), "title_small"),
        c.text(
            _("With them the board can be opened again if every supervisor's phone is lost. Keep them in a safe."),
            "body_medium",
        ),
        c.card(_grid(words)),
        asked,
        ref=body,
    )
    return c.frame(page, c.bottom_bar(c.primary(_("Done"), leave, ft.Icons.CHECK)))


def _grid(words: tuple[str, ...]) -> ft.Control:
    """Column by column, as one writes them on paper."""
    across = 1 if big() else 3 if room() >= THREE_COLUMNS else 2
    length = -(-len(words) // across)
    numbered = list(enumerate(words, start=1))
    columns = [numbered[start : start + length] for start in range(0, len(words), length)]
    return ft.Row(
        [
            ft.Column([_word(number, word) for number, word in column], spacing=6, tight=True, expand=True)
            for column in columns
        ],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def _word(number: int, word: str) -> ft.Control:
    place = c.text(f"{number}", "body_medium", C.ON_SURFACE_VARIANT, align=ft.TextAlign.END)
    line = ft.Row([ft.Container(place, width=28), c.code(word, "small")], spacing=10)
    return ft.Semantics(container=True, label=f"{number} {word}", exclude_semantics=True, content=line)
