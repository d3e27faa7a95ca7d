"""The numbers for what cannot wait; they work while locked and without coverage for data."""

from functools import partial

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import component
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def UrgentNumbers() -> ft.Control:
    return c.frame(
        c.page_body(
            c.notice(
                c.Status(I.EMERGENCY_OUTLINED, _("Danger to life: call 112 first, write afterwards"), c.Tone.BRICK)
            ),
            c.rows(
                _number("112", _("Danger to life, fire, crime going on")),
                _number("1177", _("Health advice, also about thoughts of suicide when it is not urgent")),
                _number("114 14", _("Police, when it is not urgent")),
            ),
            c.rows(
                c.row(
                    c.text(_("Social emergency unit"), "title_medium"),
                    c.text(
                        _("A child without an adult, violence at home. Evenings and nights. 112 can put you through."),
                        "body_small",
                        ft.Colors.ON_SURFACE_VARIANT,
                    ),
                    before=c.icon(I.NIGHTLIGHT_OUTLINED, 26),
                )
            ),
            c.hint(_("Say where you are, what has happened and what number you call from. Stay on the line.")),
        )
    )


def _number(number: str, what: str) -> ft.Control:
    return c.row(
        c.text(_("Call {number}").format(number=number), "title_large", ft.Colors.PRIMARY),
        c.text(what, "body_small", ft.Colors.ON_SURFACE_VARIANT),
        before=c.icon(I.CALL, 26, ft.Colors.PRIMARY),
        do=partial(call, number),
    )
