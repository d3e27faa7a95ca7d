"""A time that is nearly right, and two buttons to make it right."""

from collections.abc import Callable
from datetime import datetime, timedelta

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.tap import Outcome
from fieldapp.ui.tokens import TYPE
from fieldapp.ui.words import _, clock

STEP = timedelta(minutes=5)


def time_row(what: str, at: datetime, change: Callable[[datetime], Outcome]) -> ft.Control:
    """`what` names the time: "Alarm 23.40", five minutes less, five minutes more."""
    words = _("{what} {time}").format(what=what, time=clock(at))
    named = ft.Semantics(container=True, live_region=True, content=c.text(words, "title_medium"))
    less = _step("−5", _("{what}: five minutes earlier").format(what=what), lambda: change(at - STEP))
    more = _step("+5", _("{what}: five minutes later").format(what=what), lambda: change(at + STEP))
    if big():
        return ft.Column([named, ft.Row([less, more], spacing=12)], spacing=8, tight=True)
    return ft.Row([ft.Container(named, expand=True), less, more], spacing=12)


def _step(sign: str, name: str, do: Callable[[], Outcome]) -> ft.Control:
    words = ft.Container(
        ft.Text(sign, style=TYPE["title_medium"].copy(color=ft.Colors.PRIMARY), semantics_label=name),
        width=64,
        height=52,
        alignment=ft.Alignment.CENTER,
    )
    return c.pressable(
        words,
        do,
        border=ft.Border.all(1.5, ft.Colors.OUTLINE),
        border_radius=12,
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
    )
