"""Several places on one phone: which of them to unlock. Nothing here is of any person."""

import asyncio
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import places
from fieldapp.actions.views import PlaceView, Situation
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.hooks import use_made
from fieldapp.ui.look import look
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.screens.entry.unlock import hours
from fieldapp.ui.screens.urgent_numbers import UrgentNumbers
from fieldapp.ui.state import use_shell
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
AGAIN_SECONDS: Final = 30.0


@screen
def Chooser() -> ft.View:
    urgent, show_urgent = ft.use_state(False)
    bar = c.app_bar(_("Urgent numbers"), back=partial(show_urgent, False)) if urgent else None
    body = UrgentNumbers() if urgent else Places(urgent=partial(show_urgent, True))
    return ft.View(
        route="/",
        padding=0,
        spacing=0,
        appbar=bar,
        controls=[body if bar else ft.SafeArea(body, expand=True)],
    )


@component
def Places(*, urgent: partial[None]) -> ft.Control:
    shell = use_shell()
    found, see = use_made(partial(places.known, shell.first_place))

    async def deliver_now_and_then() -> None:
        look().exercise = False
        while True:
            await asyncio.to_thread(places.deliver_all, shell.first_place)
            see(await asyncio.to_thread(places.known, shell.first_place))
            await asyncio.sleep(AGAIN_SECONDS)

    def enter(place: PlaceView) -> None:
        shell.folder, shell.choosing = place.folder, False

    def add() -> None:
        shell.folder, shell.choosing = places.new(shell.first_place), False

    ft.use_effect(deliver_now_and_then, [])
    body = c.page_body(
        ft.Container(c.header(_("Where do you work tonight?"), "headline_small", level=1), padding=PAD),
        c.text(_("Each place has a passphrase of its own. What is in one is not seen from another."), "body_medium"),
        c.rows(*(_row(place, partial(enter, place)) for place in found)),
        c.hint(_("To remove a place, open it, then: I cannot get in, Start over. What waits is sent first.")),
        ft.Column(
            [c.quiet(_("Urgent numbers"), urgent), other_language()],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        ),
    )
    return c.frame(body, c.bottom_bar(c.secondary(_("Add a place"), add, I.ADD)))


PAD: Final = ft.Padding.only(top=24)


def _row(place: PlaceView, enter: partial[None]) -> ft.Control:
    seen = place.door
    lines = [c.text(seen.board_name or _("A place that is being emptied"), "title_medium")]
    if detail := " · ".join(part for part in (seen.device_label, hours(seen)) if part):
        lines.append(c.text(detail, "body_medium", ft.Colors.ON_SURFACE_VARIANT))
    marks = [c.status_line(one) for one in _marks(place)]
    icon = I.SCHOOL_OUTLINED if seen.exercise else I.ACCOUNT_BALANCE_OUTLINED
    return c.row(*lines, *marks, before=c.icon(icon, 24), do=enter)


def _marks(place: PlaceView) -> list[c.Status]:
    seen = place.door
    exercise = [c.Status(I.SCHOOL_OUTLINED, _("EXERCISE"), c.Tone.INK, bold=True)] if seen.exercise else []
    wiped = [c.Status(I.REPORT_OUTLINED, _("Is being emptied"), c.Tone.AMBER)] if _is_wiped(place) else []
    if not seen.waiting:
        return [*exercise, *wiped]
    words = ngettext("{n} record waits", "{n} records wait", seen.waiting).format(n=seen.waiting)
    return [*exercise, *wiped, c.Status(I.SMARTPHONE, words, c.Tone.AMBER)]


def _is_wiped(place: PlaceView) -> bool:
    return place.door.situation is Situation.WIPED
