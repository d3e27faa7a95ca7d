"""What the casework pages stand in: bars on a phone, a rail on a desk."""

from collections.abc import Sequence

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import queue
from fieldapp.ui import components as c
from fieldapp.ui.components.frame import READABLE_WIDTH
from fieldapp.ui.look import look, wide
from fieldapp.ui.screens.casework import places
from fieldapp.ui.tap import Action
from fieldapp.ui.tokens import EDGE, L, M
from fieldapp.ui.words import _
from sync.protocol.circle import Role

TWO_COLUMNS = 1180


def destinations(phone: Phone) -> Sequence[c.Destination]:
    return c.SUPERVISOR if phone.role is Role.SUPERVISOR else c.COORDINATOR


def top_view(
    lock: Action, phone: Phone, here: str, title: str, *controls: ft.Control, bottom: ft.Control | None = None
) -> ft.View:
    """One of the places in the navigation."""
    if wide():
        return bare_view(here, on_desk(lock, phone, here, desk_page(title, controls, bottom=bottom)))
    return ft.View(
        route=here,
        padding=0,
        spacing=0,
        appbar=c.app_bar(title, lock=lock),
        navigation_bar=c.navigation_bar(destinations(phone), here, counts=counts(phone)),
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
    aside: Sequence[ft.Control] = (),
    body: ft.Ref[ft.Column] | None = None,
) -> ft.View:
    """A page one goes into and leaves by the arrow; `aside` stands beside the rest where there is room.

    `body` is what scrolls, for `scroll_to_question`.
    """
    if wide():
        page = desk_page(title, controls, bottom=bottom, back=back, aside=aside, body=body)
        return bare_view(here, on_desk(lock, phone, here, page))
    return ft.View(
        route=here,
        padding=0,
        spacing=0,
        appbar=c.app_bar(title, lock=lock, back=back),
        controls=[c.frame(c.page_body(*controls, *aside, ref=body), bottom)],
    )


def bare_view(here: str, body: ft.Control) -> ft.View:
    return ft.View(route=here, padding=0, spacing=0, controls=[body])


def counts(phone: Phone) -> dict[str, int]:
    """What is late or unanswered, beside the name of the queue."""
    found = queue(phone)
    return {places.QUEUE: len(found.overdue) + len(found.unanswered)}


def rail(lock: Action, phone: Phone, here: str) -> ft.Control:
    return c.navigation_rail(destinations(phone), here, lock=lock, counts=counts(phone))


def on_desk(lock: Action, phone: Phone, here: str, page: ft.Control) -> ft.Control:
    """The rail, and one page beside it."""
    panes = [rail(lock, phone, here), ft.VerticalDivider(width=1), ft.Container(page, expand=True)]
    stretch = ft.CrossAxisAlignment.STRETCH
    return c.frame(ft.Row([*panes], spacing=0, expand=True, vertical_alignment=stretch))


def desk_page(
    title: str,
    controls: Sequence[ft.Control],
    *,
    bottom: ft.Control | None = None,
    back: Action | None = None,
    aside: Sequence[ft.Control] = (),
    body: ft.Ref[ft.Column] | None = None,
) -> ft.Control:
    """No line is longer than what is easy to read; the rest of the desk stays empty."""
    arrow = [c.icon_button(ft.Icons.ARROW_BACK, _("Back"), back)] if back else []
    head = ft.Row([*arrow, ft.Container(c.header(title, "headline_small"), expand=True)])
    edge = ft.Padding.only(left=L if back else L + EDGE, top=14, bottom=6)
    parts = [
        ft.Container(head, padding=edge),
        ft.Container(_columns(controls, aside, body), expand=True, padding=ft.Padding.only(left=L)),
        *([_bottom(bottom)] if bottom else []),
    ]
    return ft.Column([*parts], spacing=0, expand=True)


def _columns(controls: Sequence[ft.Control], aside: Sequence[ft.Control], body: ft.Ref[ft.Column] | None) -> ft.Control:
    if not aside or look().width < TWO_COLUMNS:
        return ft.Container(c.page_body(*controls, *aside, ref=body, in_pane=True), width=READABLE_WIDTH)
    halves = [ft.Container(c.page_body(*half, in_pane=True), expand=1) for half in (controls, aside)]
    return ft.Container(ft.Row([*halves], spacing=0, vertical_alignment=ft.CrossAxisAlignment.START), width=1060)


def _bottom(bottom: ft.Control) -> ft.Control:
    """The ground goes all the way; the buttons keep to their column."""
    if isinstance(bottom, ft.Container):
        # A bar that has the whole page keeps to the middle of it; this one has a column.
        bottom.padding, bottom.border = ft.Padding.symmetric(horizontal=EDGE, vertical=M), None
    line = ft.Row([ft.Container(bottom, width=READABLE_WIDTH)], spacing=0)
    edge = ft.Border.only(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT))
    return ft.Container(line, bgcolor=ft.Colors.SURFACE_CONTAINER, border=edge, padding=ft.Padding.only(left=L))
