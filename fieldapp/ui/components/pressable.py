"""Anything that is not a Material button but can be tapped: it is focusable and says what it is."""

from typing import Any

import flet as ft

from fieldapp.ui.tap import Action, tap


def pressable(
    content: ft.Control, do: Action, *, chosen: bool | None = None, name: str = "", **look: Any
) -> ft.Control:
    """A button named by the texts in it, or by `name`; `look` goes to the Container."""
    surface = ft.Container(content, ink=True, on_click=tap(do), **look)
    return ft.Semantics(button=True, container=True, selected=chosen, label=name or None, content=surface)


def tickable(content: ft.Control, do: Action, *, ticked: bool, expand: int | None = None, **look: Any) -> ft.Control:
    """A checkbox to the ear, whatever it looks like."""
    surface = ft.Container(content, ink=True, on_click=tap(do), **look)
    return ft.Semantics(checked=ticked, container=True, expand=expand, content=surface)
