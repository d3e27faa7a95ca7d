"""Changing the language before anything else can be read."""

from functools import partial

import flet as ft

from fieldapp.i18n import LANGUAGES
from fieldapp.ui import components as c
from fieldapp.ui.look import look, speak


def other_language() -> ft.Control:
    """A button for each other language, in its own words."""
    others = [(code, name) for code, name in LANGUAGES.items() if code != look().language]
    buttons = [c.quiet(name, partial(speak, code), ft.Icons.LANGUAGE) for code, name in others]
    return ft.Row([*buttons], alignment=ft.MainAxisAlignment.CENTER, wrap=True)
