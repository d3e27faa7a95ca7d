"""The app bar with its lock, the destinations of each role, the band that says that this is an exercise."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from fieldapp.ui.components.icons import icon, icon_button
from fieldapp.ui.components.mark import rings
from fieldapp.ui.components.text import code, text
from fieldapp.ui.look import big, look
from fieldapp.ui.tap import Action, Handler, guarded
from fieldapp.ui.tokens import EXERCISE, ON_EXERCISE, TYPE
from fieldapp.ui.words import N_, _

I = ft.Icons  # noqa: E741 - read as a table of icons
C = ft.Colors


@dataclass(frozen=True, slots=True)
class Destination:
    route: str
    words: str
    icon: ft.IconData
    chosen_icon: ft.IconData


QUEUE = Destination("/queue", N_("Queue"), I.FORMAT_LIST_BULLETED, I.FORMAT_LIST_BULLETED)
SESSIONS = Destination("/sessions", N_("Sessions"), I.HUB_OUTLINED, I.HUB)
MORE = Destination("/more", N_("More"), I.MORE_HORIZ, I.MORE_HORIZ)
SUPPORTER = (
    Destination("/", N_("Session"), I.HOME_OUTLINED, I.HOME),
    Destination("/visits", N_("My visits"), I.ASSIGNMENT_IND_OUTLINED, I.ASSIGNMENT_IND),
    Destination("/routines", N_("Routines"), I.MENU_BOOK_OUTLINED, I.MENU_BOOK),
    Destination("/urgent", N_("Urgent"), I.EMERGENCY_OUTLINED, I.EMERGENCY),
)
STAFFING = Destination("/staffing", N_("Staffing"), I.GROUPS_OUTLINED, I.GROUPS)
COORDINATOR = (QUEUE, SESSIONS, STAFFING, MORE)
SUPERVISOR = (QUEUE, SESSIONS, Destination("/devices", N_("Devices"), I.DEVICES_OUTLINED, I.DEVICES), MORE)
SHORT = {N_("My visits"): N_("Visits")}


def app_bar(
    title: str,
    *,
    lock: Action | None = None,
    back: Action | None = None,
    close: Action | None = None,
    close_words: str = "",
    shown_code: str = "",
    actions: Sequence[ft.Control] = (),
) -> ft.AppBar:
    """64 high: the mark, an arrow (`back`) or a cross (`close`); the lock is always last.

    `shown_code` leaves the bar when the text is large: show it in the body then.
    """
    codes = (
        [ft.Container(code(shown_code, "small"), padding=ft.Padding.only(right=8))] if shown_code and not big() else []
    )
    locks = [icon_button(I.LOCK_OUTLINE, _("Lock the app"), lock)] if lock else []
    leading, width = _leading(back, close, close_words or _("Close"))
    return ft.AppBar(
        leading=leading,
        leading_width=width,
        automatically_imply_leading=False,
        title=text(title, "title_large"),
        title_spacing=6,
        actions=[*codes, *actions, *locks],
        actions_padding=ft.Padding.only(right=6),
    )


def navigation_bar(
    destinations: Sequence[Destination], route: str, *, counts: dict[str, int] | None = None
) -> ft.NavigationBar:
    """Under 840. `counts` by route; say them in words on the page too."""
    return ft.NavigationBar(
        selected_index=_index(destinations, route),
        on_change=_go(destinations),
        destinations=[
            ft.NavigationBarDestination(
                icon=_counted(one.icon, (counts or {}).get(one.route, 0)),
                selected_icon=_counted(one.chosen_icon, (counts or {}).get(one.route, 0)),
                label=_(_short(one.words)),
            )
            for one in destinations
        ],
    )


def navigation_rail(
    destinations: Sequence[Destination], route: str, *, lock: Action, counts: dict[str, int] | None = None
) -> ft.NavigationRail:
    """From 840 on: the mark on top, the lock at the bottom."""
    return ft.NavigationRail(
        selected_index=_index(destinations, route),
        on_change=_go(destinations),
        label_type=ft.NavigationRailLabelType.ALL,
        min_width=104,
        group_alignment=-1,
        leading=ft.Container(rings(48), padding=ft.Padding.only(top=10, bottom=14)),
        trailing=ft.Container(icon_button(I.LOCK_OUTLINE, _("Lock the app"), lock), padding=ft.Padding.only(bottom=12)),
        pin_trailing_to_bottom=True,
        destinations=[
            ft.NavigationRailDestination(
                icon=_counted(one.icon, (counts or {}).get(one.route, 0)),
                selected_icon=_counted(one.chosen_icon, (counts or {}).get(one.route, 0)),
                label=_(one.words),
            )
            for one in destinations
        ],
    )


def exercise_band() -> ft.Control:
    """Violet, on every screen of an exercise; `frame` puts it there."""
    words = text(_("EXERCISE – nothing is saved for real"), "label_medium", ON_EXERCISE, bold=True)
    line = ft.Row(
        [icon(I.SCHOOL_OUTLINED, 18, ON_EXERCISE), ft.Container(words, expand=1, expand_loose=True)],
        spacing=8,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    padding = ft.Padding.symmetric(horizontal=16, vertical=7)
    return ft.Semantics(container=True, content=ft.Container(line, bgcolor=EXERCISE, padding=padding))


def _leading(back: Action | None, close: Action | None, close_words: str) -> tuple[ft.Control, float]:
    if back:
        return icon_button(I.ARROW_BACK, _("Back"), back), 52
    if close:
        return icon_button(I.CLOSE, close_words, close), 52
    mark = ft.Container(rings(36), padding=ft.Padding.only(left=16), alignment=ft.Alignment.CENTER_LEFT)
    return mark, 56


def _index(destinations: Sequence[Destination], route: str) -> int:
    """The destination whose route begins like this one; the longest wins."""
    fitting = [one for one in destinations if route == one.route or route.startswith(one.route.rstrip("/") + "/")]
    return destinations.index(max(fitting, key=lambda one: len(one.route))) if fitting else 0


def _go(destinations: Sequence[Destination]) -> Handler:
    async def go(event: ft.Event[Any]) -> None:
        # The control's own index may be drawn back before this runs; what was tapped is in the event.
        tapped = int(event.data if event.data is not None else event.control.selected_index)
        await guarded(ft.context.page.push_route, destinations[tapped].route)

    return go


def _short(words: str) -> str:
    """Two words wrap out of the bar when the phone is narrow or the text large."""
    return SHORT.get(words, words) if look().width < 360 or big() else words


def _counted(name: ft.IconData, count: int) -> ft.Icon:
    style = TYPE["label_small"].copy(size=12)
    badge = ft.Badge(label=str(count), bgcolor=C.ERROR, text_color=C.ON_ERROR, text_style=style) if count else None
    return ft.Icon(name, badge=badge)
