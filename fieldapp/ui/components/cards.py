"""Cards, rows in cards, facts and notices."""

from typing import Any

import flet as ft

from fieldapp.ui.components.icons import icon
from fieldapp.ui.components.pressable import pressable
from fieldapp.ui.components.status import Status, Tone
from fieldapp.ui.components.tags import GROUNDS
from fieldapp.ui.components.text import INK, text
from fieldapp.ui.look import big
from fieldapp.ui.tap import Action
from fieldapp.ui.tokens import RADIUS_CARD, L, M, S

C = ft.Colors


def card(*controls: ft.Control, padding: float = L, spacing: float = S, **look: Any) -> ft.Control:
    """A hairline and no shadow. `look` goes to the Container (key, border, bgcolor, expand)."""
    inside = ft.Column([*controls], spacing=spacing, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    look = {"bgcolor": C.SURFACE_CONTAINER_LOWEST, "border": ft.Border.all(1, C.OUTLINE_VARIANT), **look}
    return ft.Container(inside, border_radius=RADIUS_CARD, padding=padding, **look)


def rows(*lines: ft.Control) -> ft.Control:
    """Rows in one card with hairlines between them."""
    parted = [part for number, line in enumerate(lines) for part in ([ft.Divider()] if number else []) + [line]]
    return ft.Container(
        ft.Column([*parted], spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=C.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(1, C.OUTLINE_VARIANT),
        border_radius=RADIUS_CARD,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def row(
    *lines: ft.Control,
    do: Action | None = None,
    before: ft.Control | None = None,
    chosen: bool | None = None,
    trailing: ft.Control | None = None,
) -> ft.Control:
    """One row, at least 70 high: lines of text, something before and after, a chevron when it opens something."""
    under = [trailing] if trailing and big() else []
    words = ft.Column([*lines, *under], spacing=3, expand=True, tight=True, alignment=ft.MainAxisAlignment.CENTER)
    ends = [trailing] if trailing and not big() else []
    if do and not big():
        ends.append(icon(ft.Icons.CHEVRON_RIGHT, 24))
    line = ft.Row([*([before] if before else []), words, *ends, ft.Container(width=0, height=46)], spacing=M)
    padding = ft.Padding.only(left=L, right=M, top=M, bottom=M)
    if do is None:
        return ft.Container(line, padding=padding)
    return pressable(line, do, chosen=chosen, padding=padding, bgcolor=C.PRIMARY_CONTAINER if chosen else None)


def fact(name: ft.IconData, words: str, *, style: str = "body_medium", color: ft.ColorValue = INK) -> ft.Control:
    """One line of what is known, with an icon that helps the eye; large text needs its room."""
    if big():
        return text(words, style, color)
    return ft.Row(
        [icon(name, 20), ft.Container(text(words, style, color), expand=True)],
        spacing=10,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )


def event(name: ft.IconData, title: str, detail: str) -> ft.Control:
    """One line of a timeline."""
    lines = ft.Column(
        [text(title, "body_medium"), text(detail, "body_small", C.ON_SURFACE_VARIANT)],
        spacing=0,
        tight=True,
        expand=True,
    )
    return ft.Row([icon(name, 20), lines], spacing=10, vertical_alignment=ft.CrossAxisAlignment.START)


def notice(status: Status, detail: str = "", *, do: Action | None = None, live: bool = False) -> ft.Control:
    """What has to be known on this screen; `live` when it appears while somebody listens."""
    ground, ink = GROUNDS[status.tone]
    if ground is None:
        ground, ink = C.SURFACE_CONTAINER_HIGH, C.ON_SURFACE
    lines = [text(status.words, "title_small", ink), *([text(detail, "body_small", ink)] if detail else [])]
    words = ft.Column([*lines], spacing=2, expand=True, tight=True)
    chevron = [icon(ft.Icons.CHEVRON_RIGHT, 24, ink)] if do and not big() else []
    line = ft.Row([icon(status.icon, 28, ink), words, *chevron], spacing=M)
    look: dict[str, Any] = {
        "bgcolor": ground,
        "border_radius": RADIUS_CARD,
        "padding": ft.Padding.symmetric(horizontal=14, vertical=M),
    }
    if do is None:
        return ft.Semantics(container=True, live_region=live or None, content=ft.Container(line, **look))
    return pressable(line, do, **look)


def trouble(title: str, detail: str, action: ft.Control | None = None) -> ft.Control:
    """What happened, what is safe and what to do, with at most one button."""
    told = notice(Status(ft.Icons.SUPPORT_OUTLINED, title, Tone.BRICK), detail, live=True)
    return ft.Column(
        [told, *([action] if action else [])],
        spacing=M,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
