"""How long nobody has touched this page."""

import time
from typing import Final

import flet as ft

STORED_AS: Final = "touched"


class Idle:
    """When somebody last did something on one page; it outlives the page's connection."""

    def __init__(self) -> None:
        self._last = time.monotonic()

    def touch(self) -> None:
        self._last = time.monotonic()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._last


def idle() -> Idle:
    """That of the page in hand."""
    store = ft.context.page.session.store
    found = store.get(STORED_AS)
    if not isinstance(found, Idle):
        found = Idle()
        store.set(STORED_AS, found)
    return found
