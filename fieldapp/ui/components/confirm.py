"""Questions that must be answered before something happens: a dialog for small things, a page for what costs."""

from collections.abc import Sequence

import flet as ft

from fieldapp.ui.components.buttons import pair, primary, quiet, secondary, severe
from fieldapp.ui.components.frame import bottom_bar, frame, page_body
from fieldapp.ui.components.text import header, text
from fieldapp.ui.look import big
from fieldapp.ui.tap import Action, tap
from fieldapp.ui.tokens import RADIUS_CARD, XL, L, M
from fieldapp.ui.words import _

LOW_PAGE = 640


def confirm_dialog(title: str, words: str, *, yes: str, do: Action, leave: Action, no: str = "") -> ft.AlertDialog:
    """For `ft.use_dialog(confirm_dialog(…) if asked else None)`; `leave` is also called by a tap outside."""
    return ft.AlertDialog(
        title=header(title, "title_medium"),
        content=text(words, "body_medium"),
        actions=[quiet(no or _("Cancel"), leave), quiet(yes, do)],
        on_dismiss=tap(leave),
        scrollable=True,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_CARD),
    )


def confirm_page(
    *controls: ft.Control, yes: str, do: Action, leave: Action, no: str = "", is_severe: bool = False, busy: str = ""
) -> ft.Control:
    """A whole page for what cannot be undone: write-off, revocation, purge. `is_severe` makes the yes brick."""
    no_words = no or _("Wait")
    if is_severe:
        buttons = pair(severe(yes, do, busy=busy), primary(no_words, leave))
    else:
        buttons = pair(secondary(no_words, leave), primary(yes, do, busy=busy))
    return frame(page_body(*controls), bottom_bar(buttons))


def sheet(
    title: str, controls: Sequence[ft.Control], *, leave: Action, bottom: ft.Control | None = None, tall: bool = False
) -> ft.BottomSheet:
    """For `ft.use_dialog(sheet(…) if asked else None)`: a short task over its page; `tall` fills it and scrolls."""
    full = tall or big() or (ft.context.page.height or LOW_PAGE) < LOW_PAGE
    parts = [header(title, "title_large"), *controls, *([bottom] if bottom else [])]
    inside = ft.Column([*parts], spacing=M, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    # A sheet is as high as what is in it only as long as that does not scroll.
    inside.scroll = ft.ScrollMode.AUTO if full else None
    return ft.BottomSheet(
        content=ft.Container(inside, padding=ft.Padding.only(left=L, right=L, bottom=XL)),
        show_drag_handle=True,
        scrollable=True,
        fullscreen=full,
        on_dismiss=tap(leave),
    )
