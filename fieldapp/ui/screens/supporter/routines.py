"""Routine cards: what to do, readable in a minute."""

from collections.abc import Callable

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.screens.own_phone.addresses import LOCK
from fieldapp.ui.screens.settings.addresses import SETTINGS
from fieldapp.ui.screens.supporter.fold import fold
from fieldapp.ui.screens.supporter.routine_texts import ROUTINES, Routine
from fieldapp.ui.screens.supporter.views import place_view
from fieldapp.ui.words import _


@screen
def Routines() -> ft.View:
    lock = use_lock()
    return place_view("/routines", _("Routines"), Cards(), lock=lock)


@component
def Cards() -> ft.Control:
    opened, open_one = ft.use_state("")
    cards = [_card(one, one.title == opened, open_one) for one in ROUTINES]
    own = c.row(c.text(_("Lock and passphrase")), before=c.icon(ft.Icons.PASSWORD, 24), do=going(LOCK))
    board = c.row(c.text(_("The board's settings")), before=c.icon(ft.Icons.TUNE, 24), do=going(SETTINGS))
    return c.frame(c.page_body(*cards, c.rows(own, board), other_language()))


def _card(routine: Routine, is_open: bool, open_one: Callable[[str], None]) -> ft.Control:
    return fold(
        c.text(_(routine.title), "title_medium"),
        c.text(_(routine.summary), "body_small", ft.Colors.ON_SURFACE_VARIANT),
        opened=is_open,
        turn=lambda: open_one("" if is_open else routine.title),
        inside=_steps(routine),
        before=c.icon(routine.icon, 28, ft.Colors.PRIMARY),
    )


def _steps(routine: Routine) -> ft.Control:
    lines = [_step(number, words) for number, words in enumerate(routine.steps, start=1)]
    return ft.Column([*lines], spacing=12, tight=True)


def _step(number: int, words: str) -> ft.Control:
    mark = ft.Container(c.text(str(number), "title_small", ft.Colors.PRIMARY), width=24)
    told = ft.Container(c.text(_(words), "body_medium"), expand=True)
    return ft.Row([mark, told], spacing=8, vertical_alignment=ft.CrossAxisAlignment.START)
