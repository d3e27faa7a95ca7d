"""How long nobody has touched this page."""

import time
from typing import Final

import flet as ft

STORED_AS: Final = "touched_at"


def touched() -> None:
    """Somebody is here: each tap and each keystroke says so."""
    ft.context.page.session.store.set(STORED_AS, time.monotonic())


def idle_seconds(page: ft.Page) -> float:
    last = page.session.store.get(STORED_AS)
    return time.monotonic() - last if isinstance(last, float) else 0.0
