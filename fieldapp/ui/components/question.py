"""A question as a card, the summary of what is missing, and the line that says how far one has come."""

import asyncio
from collections.abc import Callable, Sequence

import flet as ft

from fieldapp.ui.components.fields import error_row
from fieldapp.ui.components.icons import icon
from fieldapp.ui.components.text import header, hint, text
from fieldapp.ui.look import big
from fieldapp.ui.tap import Outcome, tap
from fieldapp.ui.tokens import RADIUS_CARD, TYPE, L

C = ft.Colors


def question(
    key: str, title: str, *controls: ft.Control, helper: str = "", done: bool = False, error: str = ""
) -> ft.Control:
    """`key` is what `scroll_to_question` finds; brick border and words when `error`."""
    head = ft.Row(
        [ft.Container(header(title, "title_medium"), expand=True), _done_mark(done)],
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
    asked = [head, *([hint(helper)] if helper else []), *([error_row(error)] if error else []), *controls]
    return ft.Container(
        ft.Column([*asked], spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        key=ft.ScrollKey(_scroll_key(key)),  # type: ignore[call-arg]  # its decorator hides the constructor
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border_radius=RADIUS_CARD,
        # One wider border needs one less padding, or the whole card moves.
        padding=L - 1 if error else L,
        border=ft.Border.all(2, C.ERROR) if error else ft.Border.all(1, C.OUTLINE_VARIANT),
    )


def error_summary(title: str, missing: Sequence[tuple[str, str]], go: Callable[[str], Outcome]) -> ft.Control:
    """First on the page after a save that could not be: (key, words) of each question left, as links."""
    head = ft.Row(
        [icon(ft.Icons.ERROR_OUTLINE, 26, C.ERROR), text(title, "title_small", C.ERROR, expand=True)], spacing=10
    )
    links = ft.Row([_link(words, key, go) for key, words in missing], wrap=True, spacing=4, run_spacing=0)
    box = ft.Container(
        ft.Column([head, links], spacing=4, tight=True),
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(2, C.ERROR),
        border_radius=RADIUS_CARD,
        padding=ft.Padding.only(left=L, right=L, top=14, bottom=4),
    )
    return ft.Semantics(live_region=True, container=True, content=box)


def progress_parts(done: int, total: int, words: str) -> ft.Control:
    """A bar of as many parts as there are questions, and the same in words."""
    parts = [
        ft.Container(height=6, border_radius=3, expand=True, bgcolor=C.PRIMARY if number < done else C.OUTLINE_VARIANT)
        for number in range(total)
    ]
    # Large words would push the questions off a small phone; they are still spoken.
    said = [] if big() else [text(words, "label_medium", C.ON_SURFACE_VARIANT)]
    shown = ft.Column([ft.Row([*parts], spacing=4), *said], spacing=6, tight=True)
    return ft.Semantics(label=words, exclude_semantics=True, container=True, content=shown)


async def scroll_to_question(body: ft.Column, key: str) -> None:
    """Brings a question of a `page_body` into view; waits until what changed with it has been drawn."""
    await asyncio.sleep(0.05)
    await body.scroll_to(scroll_key=_scroll_key(key), duration=200)


async def scroll_to_top(body: ft.Column) -> None:
    await asyncio.sleep(0.05)
    await body.scroll_to(offset=0, duration=200)


def _scroll_key(key: str) -> str:
    return f"question-{key}"


def _done_mark(done: bool) -> ft.Control:
    """Takes its place before it is shown, so the title does not move."""
    return icon(ft.Icons.CHECK_CIRCLE, 24, C.PRIMARY) if done else ft.Container(width=24, height=24)


def _link(words: str, key: str, go: Callable[[str], Outcome]) -> ft.Control:
    style = ft.ButtonStyle(
        color=C.ERROR,
        padding=ft.Padding.symmetric(horizontal=6, vertical=14),
        text_style=TYPE["label_large"].copy(decoration=ft.TextDecoration.UNDERLINE),
    )
    return ft.TextButton(words, on_click=tap(go, key), style=style)
