"""The one action, the other one, and how they stand together."""

from typing import Any

import flet as ft

from fieldapp.ui.look import big, narrow
from fieldapp.ui.tap import Action, tap
from fieldapp.ui.tokens import BUTTON, RADIUS_BUTTON

C = ft.Colors


def primary(words: str, do: Action, icon: ft.IconData | None = None, *, busy: str = "", **look: Any) -> ft.Control:
    """68 high, never disabled: it answers with what is missing. While `busy` says what it does, taps are ignored."""
    return ft.FilledButton(
        content=_inside(busy or words, busy=bool(busy), ink=C.ON_PRIMARY),
        icon=_icon(None if busy else icon),
        on_click=None if busy else tap(do),
        style=ft.ButtonStyle(
            padding=ft.Padding.symmetric(horizontal=18, vertical=23), bgcolor=C.PRIMARY, color=C.ON_PRIMARY
        ),
        **look,
    )


def secondary(words: str, do: Action, icon: ft.IconData | None = None, *, busy: str = "", **look: Any) -> ft.Control:
    return _outlined(words, do, icon, busy=busy, ink=C.PRIMARY, **look)


def severe(words: str, do: Action, icon: ft.IconData | None = None, *, busy: str = "", **look: Any) -> ft.Control:
    """Brick outline: write-off, revocation, purge. Nothing else."""
    return _outlined(words, do, icon, busy=busy, ink=C.ERROR, **look)


def quiet(words: str, do: Action, icon: ft.IconData | None = None, *, color: ft.ColorValue | None = None) -> ft.Control:
    """A way out or a detail: words without a frame, 50 high."""
    return ft.TextButton(
        content=words, icon=icon, on_click=tap(do), style=ft.ButtonStyle(color=color) if color else None
    )


def pair(*controls: ft.Control, shares: tuple[int, ...] = ()) -> ft.Control:
    """Side by side with the primary last; on top of each other, primary first, when there is no room."""
    if narrow():
        return ft.Column(
            [*reversed(controls)], spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        )
    widths = shares or (1,) * len(controls)
    return ft.Row([ft.Container(one, expand=share) for one, share in zip(controls, widths, strict=True)], spacing=10)


def _outlined(
    words: str, do: Action, icon: ft.IconData | None, *, busy: str, ink: ft.ColorValue, **look: Any
) -> ft.Control:
    edge = ft.BorderSide(1.5, C.OUTLINE if ink == C.PRIMARY else ink)
    return ft.OutlinedButton(
        content=_inside(busy or words, busy=bool(busy), ink=ink),
        icon=_icon(None if busy else icon),
        on_click=None if busy else tap(do),
        style=ft.ButtonStyle(
            padding=ft.Padding.symmetric(horizontal=14, vertical=23),
            bgcolor=C.SURFACE_CONTAINER_LOWEST,
            color=ink,
            side=edge,
            shape=ft.RoundedRectangleBorder(radius=RADIUS_BUTTON),
        ),
        **look,
    )


def _inside(words: str, *, busy: bool, ink: ft.ColorValue) -> ft.Control:
    label = ft.Text(words, style=BUTTON.copy(color=ink), text_align=ft.TextAlign.CENTER)
    if not busy:
        return label
    ring = ft.ProgressRing(width=22, height=22, stroke_width=3, color=ink)
    return ft.Row([ring, label], spacing=12, tight=True, alignment=ft.MainAxisAlignment.CENTER)


def _icon(name: ft.IconData | None) -> ft.Icon | None:
    return ft.Icon(name, size=26) if name and not big() else None
