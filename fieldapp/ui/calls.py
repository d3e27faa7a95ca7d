"""Calling a number with the phone's own telephone."""

from typing import Final

import flet as ft

STORED_AS: Final = "launcher"


async def call(number: str) -> None:
    """Opens the telephone with the number filled in; the person presses call."""
    await _launcher().launch_url("tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+"))


def _launcher() -> ft.UrlLauncher:
    """One for each page: a service registers itself when it is made."""
    store = ft.context.page.session.store
    found = store.get(STORED_AS)
    if not isinstance(found, ft.UrlLauncher):
        found = ft.UrlLauncher()
        store.set(STORED_AS, found)
    return found
