"""Moving between screens."""

from functools import partial

import flet as ft

from fieldapp.ui.tap import Action


async def go(route: str) -> None:
    await ft.context.page.push_route(route)


def going(route: str) -> Action:
    """The action that leads to `route`."""
    return partial(go, route)
