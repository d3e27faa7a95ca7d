"""How much room the letters have, and which language they are in: one for each open page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import flet as ft

from fieldapp.i18n import DEFAULT

STORED_AS: Final = "look"
TWO_PANES: Final = 840


@ft.observable
@dataclass
class Look:
    """Flet does not tell the text size, so `measured` measures it; `component` follows it."""

    scale: float = 1.0
    width: float = 390.0
    language: str = DEFAULT
    exercise: bool = False


def look() -> Look:
    """The look of the page that is being drawn; outside a page, that of a phone nobody has changed."""
    try:
        page = ft.context.page
    except RuntimeError:
        return Look()
    found = page.session.store.get(STORED_AS)
    if not isinstance(found, Look):
        found = Look(width=page.width or 390.0)
        page.session.store.set(STORED_AS, found)
    return found


def speak(language: str) -> None:
    """Changes the language of this page, with what Flet says itself (pickers, tabs)."""
    look().language = language
    ft.context.page.locale_configuration = ft.LocaleConfiguration(
        supported_locales=[ft.Locale("sv", "SE"), ft.Locale("en", "GB")], current_locale=ft.Locale(language)
    )


def room() -> float:
    """Width in letters of normal size: what decides how much fits on a line."""
    seen = look()
    return seen.width / seen.scale


def big() -> bool:
    """Nothing shares a line with anything else: text at 135 % on a phone of 390."""
    return room() < 300


def narrow() -> bool:
    """Two buttons do not fit side by side."""
    return room() < 350


def wide() -> bool:
    """A rail, a list and a detail fit beside each other."""
    return room() >= TWO_PANES


def measured(body: ft.Control) -> ft.Control:
    """Keeps watching the size of the text and of the window."""

    def width_seen(event: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        look().width = event.width // 10 * 10

    # An observer on a positioned control draws a grey box, so the positioned one is a shell.
    observed = ft.Container(body, on_size_change=width_seen)
    return ft.Stack(expand=True, controls=[letter(), ft.Container(observed, left=0, top=0, right=0, bottom=0)])


def letter(was_seen: Callable[[], None] = lambda: None) -> ft.Control:
    """An invisible letter, 100 high at normal text size."""

    def height_seen(event: ft.LayoutSizeChangeEvent[ft.LayoutControl]) -> None:
        look().scale = event.height / 100
        was_seen()

    measure = ft.Text("x", style=ft.TextStyle(size=100, height=1), on_size_change=height_seen)
    return ft.Container(left=-500, top=0, content=ft.Semantics(exclude_semantics=True, content=measure))
