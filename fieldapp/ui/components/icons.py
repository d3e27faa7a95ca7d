"""Icons beside words, and buttons that are only an icon but have a spoken name."""

import flet as ft

from fieldapp.ui.components.text import SOFT_INK
from fieldapp.ui.tap import Action, tap


def icon(name: ft.IconData, size: float = 22, color: ft.ColorValue = SOFT_INK) -> ft.Icon:
    """Grows with the text beside it, and is silent: the words beside it say the same."""
    return ft.Icon(name, size=size, color=color, apply_text_scaling=True)


def icon_button(name: ft.IconData, words: str, do: Action, *, color: ft.ColorValue | None = None) -> ft.Control:
    """48 × 48. A tooltip alone leaves the button without a name; merging gives it one."""
    return ft.MergeSemantics(ft.IconButton(name, tooltip=words, icon_color=color, on_click=tap(do)))
