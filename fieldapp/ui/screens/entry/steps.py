"""What the steps of the first run have in common."""

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _


def step_head(title: str, *, back: Action | None = None) -> ft.Control:
    """An arrow and the step's title; there is no app bar before the app is open."""
    head = ft.Container(c.header(title, "headline_small", level=1), expand=True)
    arrow = [c.icon_button(ft.Icons.ARROW_BACK, _("Back"), back)] if back else []
    return ft.Container(ft.Row([*arrow, head], spacing=8), padding=ft.Padding.only(top=8))


def problem(words: str) -> list[ft.Control]:
    """What went wrong with the whole step, read aloud when it appears."""
    if not words:
        return []
    return [c.notice(c.Status(ft.Icons.SUPPORT_OUTLINED, words, c.Tone.BRICK), live=True)]
