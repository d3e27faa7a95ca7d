"""For somebody who has forgotten the passphrase: what to do, and what is safe."""

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def NoWayIn(waiting: int) -> ft.Control:
    return c.frame(
        c.page_body(
            c.card(
                c.header(_("Nothing is deleted"), "title_medium"),
                c.text(_("Nobody can read the phone without the passphrase, and nobody can reset it."), "body_medium"),
                *([c.fact(I.SMARTPHONE, _kept(waiting))] if waiting else []),
            ),
            c.card(
                c.header(_("Do this"), "title_medium"),
                c.fact(I.LOOKS_ONE_OUTLINED, _("Check for capital letters and the language of the keyboard.")),
                c.fact(I.LOOKS_TWO_OUTLINED, _("Ask your supervisor for a new invite for you.")),
                c.fact(
                    I.LOOKS_3_OUTLINED, _("Leave this phone as it is until your supervisor says what to do with it.")
                ),
            ),
            c.card(
                c.header(_("Until then"), "title_medium"),
                c.text(_("Borrow a phone, or write the contact codes on paper. Never names."), "body_medium"),
            ),
        )
    )


def _kept(waiting: int) -> str:
    return ngettext("{n} record is still on this phone.", "{n} records are still on this phone.", waiting).format(
        n=waiting
    )
