"""Choices: equal tiles, long tiles with a line of explanation, filters and segments."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import flet as ft

from fieldapp.ui.components.icons import icon
from fieldapp.ui.components.pressable import tickable
from fieldapp.ui.components.text import text
from fieldapp.ui.look import big, narrow
from fieldapp.ui.tap import Outcome, tap
from fieldapp.ui.tokens import RADIUS_FIELD, TILE_FLOOR
from fieldapp.ui.words import label

C = ft.Colors
T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Option(Generic[T]):
    value: T
    words: str
    hint: str = ""


def options(members: Iterable[E]) -> tuple[Option[E], ...]:
    """Domain values with the names the catalogue gives them."""
    return tuple(Option(member, label(member)) for member in members)


def choices(
    offered: Sequence[Option[T]],
    chosen: Collection[T],
    choose: Callable[[T], Outcome],
    *,
    several: bool = False,
    columns: int = 2,
    short: bool = False,
    name: str = "",
) -> ft.Control:
    """Equal tiles in columns, one column at large text (two when `short`); nothing moves when one is chosen.

    `choose` gets the tapped value; what that does to `chosen` is the caller's rule.
    """
    across = _across(columns, short=short)
    tiles = [_tile(one, one.value in chosen, choose, several=several, short=short) for one in offered]
    lines = [_line(tiles[start : start + across], across) for start in range(0, len(tiles), across)]
    grid = ft.Column([*lines], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Semantics(container=True, label=name, content=grid) if name else grid


def _across(columns: int, *, short: bool) -> int:
    """Long Swedish words are not broken in the middle, so a narrow phone has one column too."""
    if short:
        return min(columns, 2) if big() else columns
    return 1 if narrow() else columns


def long_choices(
    offered: Sequence[Option[T]], chosen: Collection[T], choose: Callable[[T], Outcome], *, several: bool = False
) -> ft.Control:
    """One per line, title and explanation together are the spoken name."""
    lines = [_long_tile(one, one.value in chosen, choose, several=several) for one in offered]
    return ft.Column([*lines], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def tick(words: str, ticked: bool, turn: Callable[[bool], Outcome]) -> ft.Control:
    """One statement that is true or not yet."""
    return choices([Option(True, words)], [ticked], lambda _yes: turn(not ticked), several=True, columns=1)


def filters(offered: Sequence[tuple[Option[T], ft.IconData]], chosen: T, choose: Callable[[T], Outcome]) -> ft.Control:
    """Chips in one row that scrolls sideways, for `frame(top=…)`; the counts belong in the words."""
    chips = [_chip(one, mark, one.value == chosen, choose) for one, mark in offered]
    edges = [ft.Container(width=8) for _side in range(2)]
    row = ft.Row([edges[0], *chips, edges[1]], scroll=ft.ScrollMode.HIDDEN, spacing=8)
    return ft.Container(row, padding=ft.Padding.only(top=8, bottom=6))


def segments(offered: Sequence[Option[str]], chosen: str, choose: Callable[[str], Outcome]) -> ft.Control:
    """Two or three short words of which one holds; tiles when the text is large."""
    if big():
        return choices(offered, [chosen], choose, columns=1)

    async def picked(event: ft.Event[ft.SegmentedButton]) -> None:
        await tap(choose, event.control.selected[0])(event)

    return ft.SegmentedButton(
        selected=[chosen],
        show_selected_icon=True,
        on_change=picked,
        segments=[ft.Segment(one.value, label=one.words) for one in offered],
    )


def _line(tiles: list[ft.Control], across: int) -> ft.Control:
    rest = [ft.Container(expand=across - len(tiles))] if len(tiles) < across else []
    return ft.Row([*tiles, *rest], spacing=8, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)


def _tile(one: Option[T], is_on: bool, choose: Callable[[T], Outcome], *, several: bool, short: bool) -> ft.Control:
    sides = 2 if short else 8
    return tickable(
        _short_words(one.words, is_on) if short else _marked_words(one.words, is_on, several=several),
        lambda: choose(one.value),
        ticked=is_on,
        expand=1,
        border_radius=RADIUS_FIELD,
        padding=ft.Padding.symmetric(horizontal=sides, vertical=8),
        **_ground(is_on),
    )


def _long_tile(one: Option[T], is_on: bool, choose: Callable[[T], Outcome], *, several: bool) -> ft.Control:
    explained = [text(one.hint, "body_small", C.ON_SURFACE_VARIANT)] if one.hint else []
    words = ft.Column([text(one.words, "body_large"), *explained], spacing=0, tight=True, expand=True)
    return tickable(
        ft.Row([_mark(is_on, several=several), words], spacing=10),
        lambda: choose(one.value),
        ticked=is_on,
        border_radius=RADIUS_FIELD,
        padding=ft.Padding.symmetric(horizontal=10, vertical=8),
        **_ground(is_on),
    )


def _ground(is_on: bool) -> dict[str, Any]:
    """The border is as wide on as off, so nothing moves."""
    return {
        "bgcolor": C.PRIMARY_CONTAINER if is_on else C.SURFACE_CONTAINER_LOWEST,
        "border": ft.Border.all(1.5, C.PRIMARY if is_on else C.OUTLINE),
    }


def _mark(is_on: bool, *, several: bool) -> ft.Control:
    """A box of fixed height: with the padding a floor for the tile that still lets it grow."""
    marks = {
        (True, True): ft.Icons.CHECK_BOX,
        (True, False): ft.Icons.CHECK_BOX_OUTLINE_BLANK,
        (False, True): ft.Icons.RADIO_BUTTON_CHECKED,
        (False, False): ft.Icons.RADIO_BUTTON_UNCHECKED,
    }
    shown = icon(marks[several, is_on], 22, C.PRIMARY if is_on else C.OUTLINE)
    return ft.Container(shown, height=TILE_FLOOR, alignment=ft.Alignment.CENTER)


def _marked_words(words: str, is_on: bool, *, several: bool) -> ft.Control:
    ink = C.ON_PRIMARY_CONTAINER if is_on else C.ON_SURFACE
    return ft.Row(
        [_mark(is_on, several=several), ft.Container(text(words, "body_medium", ink), expand=True)], spacing=8
    )


def _short_words(words: str, is_on: bool) -> ft.Control:
    """No room for an empty mark: a tick appears beside centred text."""
    ink = C.ON_PRIMARY_CONTAINER if is_on else C.ON_SURFACE
    label = text(words, "title_small" if is_on else "body_medium", ink)
    label.no_wrap = True
    tick = ft.Container(icon(ft.Icons.CHECK, 16, C.PRIMARY), width=16, margin=ft.Margin.only(left=-4))
    ticked = [tick] if is_on else []
    floor = ft.Container(height=TILE_FLOOR - 4, width=0)
    return ft.Row([*ticked, label, floor], spacing=0, alignment=ft.MainAxisAlignment.CENTER)


def _chip(one: Option[T], mark: ft.IconData, is_on: bool, choose: Callable[[T], Outcome]) -> ft.Control:
    """The built-in tick widens a chip, so the leading icon changes instead."""
    ink = C.PRIMARY if is_on else C.ON_SURFACE_VARIANT
    return ft.Chip(
        label=one.words,
        selected=is_on,
        show_checkmark=False,
        leading=ft.Icon(ft.Icons.CHECK if is_on else mark, size=20, color=ink),
        border_side=ft.BorderSide(1.5, C.PRIMARY if is_on else C.OUTLINE),
        on_select=tap(choose, one.value),
    )
