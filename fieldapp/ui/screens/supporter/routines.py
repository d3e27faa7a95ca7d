"""Routine cards: what to do, readable in a minute, with what the board itself has added."""

from collections.abc import Callable

import flet as ft

from fieldapp.actions import local_routines
from fieldapp.domain.local_routine import LocalRoutine
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.screens.own_phone.addresses import LOCK
from fieldapp.ui.screens.settings.addresses import SETTINGS
from fieldapp.ui.screens.supporter.fold import fold
from fieldapp.ui.screens.supporter.routine_texts import ROUTINES, Routine
from fieldapp.ui.screens.supporter.views import CASEWORKERS, place_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tokens import RADIUS_FIELD, M, S
from fieldapp.ui.words import _, short_day

C, I = ft.Colors, ft.Icons  # noqa: E741 - read as tables of colours and icons


@screen
def Routines() -> ft.View:
    lock, phone = use_lock(), use_phone()
    if phone.role in CASEWORKERS:
        return page_view(lock, phone, places.ROUTINES, _("Routines"), Cards(), back=going(places.MORE))
    own = c.row(c.text(_("Lock and passphrase")), before=c.icon(I.PASSWORD, 24), do=going(LOCK))
    board = c.row(c.text(_("The board's settings")), before=c.icon(I.TUNE, 24), do=going(SETTINGS))
    body = c.frame(c.page_body(Cards(), c.rows(own, board), other_language()))
    return place_view(places.ROUTINES, _("Routines"), body, lock=lock)


@component
def Cards() -> ft.Control:
    phone = use_phone()
    opened, open_one = ft.use_state("")
    added, may = local_routines.local_words(phone), local_routines.may_write(phone)
    cards = [_card(one, added.get(one.card), one.title == opened, open_one, may=may) for one in ROUTINES]
    return ft.Column([*cards], spacing=M, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def _card(
    routine: Routine, added: LocalRoutine | None, is_open: bool, open_one: Callable[[str], None], *, may: bool
) -> ft.Control:
    said = c.Status(I.ACCOUNT_BALANCE_OUTLINED, _("With the board's own words"), c.Tone.SPRUCE)
    return fold(
        c.text(_(routine.title), "title_medium"),
        c.text(_(routine.summary), "body_small", C.ON_SURFACE_VARIANT),
        *([c.status_line(said)] if added and not is_open else []),
        opened=is_open,
        turn=lambda: open_one("" if is_open else routine.title),
        inside=_inside(routine, added, may=may),
        before=c.icon(routine.icon, 28, C.PRIMARY),
    )


def _inside(routine: Routine, added: LocalRoutine | None, *, may: bool) -> ft.Control:
    """What holds here comes first: it is what nobody can know from elsewhere."""
    own = [board_s_words(added)] if added else []
    lines = [_step(number, words) for number, words in enumerate(routine.steps, start=1)]
    words = _("Change the board's words") if added else _("Add the board's own words")
    change = [ft.Row([c.quiet(words, going(places.routine(routine.card)), I.EDIT_NOTE)], wrap=True)] if may else []
    return ft.Column([*own, *lines, *change], spacing=12, tight=True)


def board_s_words(added: LocalRoutine) -> ft.Control:
    """On a ground of their own, so that nobody takes them for the app's."""
    ink = C.ON_PRIMARY_CONTAINER
    when = _("Written {day}").format(day=short_day(added.written_at)) if added.written_at else ""
    title = ft.Row(
        [c.icon(I.ACCOUNT_BALANCE_OUTLINED, 20, ink), c.text(_("The board's own words"), "title_small", ink)],
        spacing=S,
    )
    lines = [title, c.text(added.words, "body_medium", ink), *([c.text(when, "body_small", ink)] if when else [])]
    return ft.Container(
        ft.Column([*lines], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=C.PRIMARY_CONTAINER,
        border_radius=RADIUS_FIELD,
        padding=M,
    )


def _step(number: int, words: str) -> ft.Control:
    mark = ft.Container(c.text(str(number), "title_small", C.PRIMARY), width=24)
    told = ft.Container(c.text(_(words), "body_medium"), expand=True)
    return ft.Row([mark, told], spacing=8, vertical_alignment=ft.CrossAxisAlignment.START)
