"""The two kinds of page a supporter meets: a place in the navigation, and a task one leaves again."""

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import current
from fieldapp.ui import components as c
from fieldapp.ui.look import wide
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.tap import Action
from sync.protocol.circle import Role

CASEWORKERS = (Role.COORDINATOR, Role.SUPERVISOR)


def start_of(phone: Phone) -> str:
    """Where somebody with this role comes back to after a task of a supporter."""
    if phone.role not in CASEWORKERS:
        return "/"
    session = current(phone)
    return addresses.session(session.id) if session else places.SESSIONS


def place_view(route: str, title: str, body: ft.Control, *, lock: Action) -> ft.View:
    bar = c.app_bar(title, lock=lock)
    if wide():
        rail = c.navigation_rail(c.SUPPORTER, route, lock=lock)
        across = ft.Row([rail, ft.VerticalDivider(width=1), ft.Container(body, expand=True)], spacing=0, expand=True)
        return _view(route, c.app_bar(title), across)
    return _view(route, bar, body, c.navigation_bar(c.SUPPORTER, route))


def task_view(
    route: str,
    title: str,
    body: ft.Control,
    *,
    lock: Action,
    back: Action | None = None,
    close: Action | None = None,
    close_words: str = "",
    shown_code: str = "",
) -> ft.View:
    bar = c.app_bar(title, lock=lock, back=back, close=close, close_words=close_words, shown_code=shown_code)
    return _view(route, bar, body)


def _view(route: str, bar: ft.AppBar, body: ft.Control, places: ft.NavigationBar | None = None) -> ft.View:
    return ft.View(route=route, padding=0, spacing=0, appbar=bar, navigation_bar=places, controls=[body])
