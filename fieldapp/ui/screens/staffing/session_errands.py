"""On the page of a session: the way to its staff."""

import flet as ft

from fieldapp.actions import staffing
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


def session_errands(phone: Phone, session: str) -> list[ft.Control]:
    return [c.rows(_staff(phone, session))]


def _staff(phone: Phone, session: str) -> ft.Control:
    found = staffing.staff(phone, session)
    warned = sum(bool(row.warnings) for row in found.on)
    now = ngettext("{n} works now", "{n} work now", len(found.on)).format(n=len(found.on))
    head = [c.text(_("Staffing"), "title_medium"), c.text(now, "body_medium", ft.Colors.ON_SURFACE_VARIANT)]
    do = going(addresses.staff(session))
    return c.row(*head, *_warned(warned), before=c.icon(I.GROUPS_OUTLINED, 24), do=do)


def _warned(count: int) -> list[ft.Control]:
    if not count:
        return []
    words = ngettext("{n} needs a break or relief", "{n} need a break or relief", count).format(n=count)
    return [c.status_line(c.Status(I.HOURGLASS_BOTTOM, words, c.Tone.AMBER, bold=True))]
