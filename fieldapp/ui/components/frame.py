"""The frame of a screen: what scrolls, what stays under the thumb, and two panes on a desk."""

import flet as ft

from fieldapp.ui.components.bars import exercise_band
from fieldapp.ui.look import look, measured
from fieldapp.ui.tokens import EDGE, XL, M, S

READABLE_WIDTH = 720
LIST_WIDTH = 452


def frame(body: ft.Control, bottom: ft.Control | None = None, *, top: ft.Control | None = None) -> ft.Control:
    """A screen's body: exercise band, what stays at the top (filters), `body`, the bar that rises with the keyboard."""
    parts = [
        *([exercise_band()] if look().exercise else []),
        *([top] if top else []),
        ft.Container(body, expand=True),
        *([bottom] if bottom else []),
    ]
    return measured(ft.Column([*parts], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))


def page_body(*controls: ft.Control, ref: ft.Ref[ft.Column] | None = None, in_pane: bool = False) -> ft.Column:
    """Everything built at once and scrolled: forms and details. `ref` for scroll_to_question."""
    inside = ft.Column([*controls], spacing=M, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    padded = ft.Container(inside, padding=_edges(in_pane, top=4, bottom=24))
    stretch = ft.CrossAxisAlignment.STRETCH
    return ft.Column([padded], ref=ref, scroll=ft.ScrollMode.AUTO, expand=True, horizontal_alignment=stretch)


def list_body(*controls: ft.Control, in_pane: bool = False) -> ft.ListView:
    """Rows that are built as they are seen; at most 60, then a "Show more"."""
    return ft.ListView([*controls], expand=True, spacing=M, padding=_edges(in_pane, top=4, bottom=24))


def bottom_bar(*controls: ft.Control, in_pane: bool = False) -> ft.Control:
    """What is done on this screen, in the body so that it rises with the keyboard."""
    return ft.Container(
        ft.Column([*controls], spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        padding=_edges(in_pane, top=M, bottom=M),
        border=ft.Border.only(top=ft.BorderSide(1, ft.Colors.OUTLINE_VARIANT)),
    )


def two_panes(rail: ft.Control, left: ft.Control, right: ft.Control) -> ft.Control:
    """From 840 on: rail, list, detail. Ask `wide()` first."""
    line = ft.VerticalDivider(width=1)
    panes = [
        rail,
        line,
        ft.Container(left, width=LIST_WIDTH),
        ft.VerticalDivider(width=1),
        ft.Container(right, expand=True, bgcolor=ft.Colors.SURFACE_CONTAINER_LOW),
    ]
    return ft.Row(panes, spacing=0, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)


def _edges(in_pane: bool, *, top: float, bottom: float) -> ft.Padding:
    """Lines longer than 720 are hard to read, so a page on a desk keeps to the middle."""
    # The exercise band is darker than an app bar: what follows needs air.
    top += S if look().exercise else 0
    if in_pane:
        return ft.Padding.only(left=XL - 4, right=XL - 4, top=max(top, M), bottom=bottom)
    side = max(EDGE, (look().width - READABLE_WIDTH) / 2)
    return ft.Padding.only(left=side, right=side, top=top, bottom=bottom)
