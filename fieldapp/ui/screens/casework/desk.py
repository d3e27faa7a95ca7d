"""What the casework pages stand in: bars on a phone, a rail on a desk."""

from collections.abc import Sequence

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.components.frame import READABLE_WIDTH
from fieldapp.ui.look import wide
from fieldapp.ui.tap import Action
from fieldapp.ui.tokens import EDGE, XL
from fieldapp.ui.words import _
from sync.protocol.circle import Role


def destinations(phone: Phone) -> Sequence[c.Destination]:
    return c.SUPERVISOR if phone.role is Role.SUPERVISOR else c.COORDINATOR


def top_view(
    lock: Action,
    phone: Phone,
    here: str,
    title: str,
    *controls: ft.Control,
    bottom: ft.Control | None = None,
    actions: Sequence[ft.Control] = (),
) -> ft.View:
    """One of the places in the navigation."""
    if wide():
        return bare_view(here, on_desk(lock, phone, here, desk_page(title, *controls, bottom=bottom, actions=actions)))
    return ft.View(
        route=here,
        padding=0,
        spacing=0,
        appbar=c.app_bar(title, lock=lock, actions=actions),
        navigation_bar=c.navigation_bar(destinations(phone), here),
        controls=[c.frame(c.page_body(*controls), bottom)],
    )


def page_view(
    lock: Action,
    phone: Phone,
    here: str,
    title: str,
    *controls: ft.Control,
    back: Action,
    bottom: ft.Control | None = None,
    shown_code: str = "",
) -> ft.View:
    """A page one goes into and leaves by the arrow."""
    if wide():
        page = desk_page(title, *controls, bottom=bottom, back=back)
        return bare_view(here, on_desk(lock, phone, here, page))
    return ft.View(
        route=here,
        padding=0,
        spacing=0,
        appbar=c.app_bar(title, lock=lock, back=back, shown_code=shown_code),
        controls=[c.frame(c.page_body(*controls), bottom)],
    )


def bare_view(here: str, body: ft.Control) -> ft.View:
    return ft.View(route=here, padding=0, spacing=0, controls=[body])


def rail(lock: Action, phone: Phone, here: str) -> ft.Control:
    return c.navigation_rail(destinations(phone), here, lock=lock)


def on_desk(lock: Action, phone: Phone, here: str, page: ft.Control) -> ft.Control:
    """The rail, and one page beside it."""
    panes = [rail(lock, phone, here), ft.VerticalDivider(width=1), ft.Container(page, expand=True)]
    stretch = ft.CrossAxisAlignment.STRETCH
    return c.frame(ft.Row([*panes], spacing=0, expand=True, vertical_alignment=stretch))


def desk_page(
    title: str,
    *controls: ft.Control,
    bottom: ft.Control | None = None,
    actions: Sequence[ft.Control] = (),
    back: Action | None = None,
) -> ft.Control:
    """Kept to the width that is easy to read."""
    arrow = [c.icon_button(ft.Icons.ARROW_BACK, _("Back"), back)] if back else []
    head = ft.Row([*arrow, ft.Container(c.header(title, "headline_small"), expand=True), *actions])
    width = READABLE_WIDTH + 2 * EDGE
    parts = [
        ft.Container(head, padding=ft.Padding.only(left=4 if back else EDGE, right=8, top=14, bottom=6), width=width),
        ft.Container(c.page_body(*controls, in_pane=True), expand=True, width=width),
        *([ft.Container(bottom, width=width)] if bottom else []),
    ]
    return ft.Container(ft.Column([*parts], spacing=0, expand=True), padding=ft.Padding.only(left=XL - EDGE))
