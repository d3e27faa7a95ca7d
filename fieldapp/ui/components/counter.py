"""A figure that is counted up by the thumb."""

import flet as ft

from fieldapp.ui.components.cards import card
from fieldapp.ui.components.text import text
from fieldapp.ui.look import big
from fieldapp.ui.tap import Action, tap
from fieldapp.ui.words import _

C = ft.Colors


def counter(words: str, count: int, *, less: Action, more: Action) -> ft.Control:
    """Less (56) and more (72, at the right edge); the figure is read with its words when it changes."""
    figure = text(str(count), "display_small")
    named = ft.Semantics(
        container=True,
        live_region=True,
        exclude_semantics=True,
        label=f"{words} {count}",
        content=ft.Column([text(words, "title_medium"), figure], spacing=0, tight=True),
    )
    buttons = ft.Row([_less(words, less), _more(words, more)], spacing=16, alignment=ft.MainAxisAlignment.END)
    if big():
        return card(named, buttons)
    return card(ft.Row([ft.Container(named, expand=True), _less(words, less), _more(words, more)], spacing=16))


def _less(words: str, do: Action) -> ft.Control:
    return _round(
        ft.Icons.REMOVE, _("One less: {what}").format(what=words), do, 56, C.SURFACE_CONTAINER_HIGH, C.ON_SURFACE
    )


def _more(words: str, do: Action) -> ft.Control:
    return _round(ft.Icons.ADD, _("One more: {what}").format(what=words), do, 72, C.PRIMARY, C.ON_PRIMARY)


def _round(
    name: ft.IconData, words: str, do: Action, size: int, ground: ft.ColorValue, ink: ft.ColorValue
) -> ft.Control:
    style = ft.ButtonStyle(shape=ft.RoundedRectangleBorder(radius=size / 3.5), bgcolor=ground)
    return ft.MergeSemantics(
        ft.IconButton(
            name, tooltip=words, icon_color=ink, icon_size=32, width=size, height=size, style=style, on_click=tap(do)
        )
    )
