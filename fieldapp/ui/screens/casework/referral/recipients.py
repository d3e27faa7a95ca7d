"""The directory of those people are referred to."""

from datetime import date

import flet as ft

from fieldapp.actions import recipients as actions
from fieldapp.domain.recipient import Recipient
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons
FEWEST = 60


@screen
def Recipients() -> ft.View:
    lock, phone = use_lock(), use_phone()
    most, set_most = ft.use_state(FEWEST)
    found = actions.recipients(phone, all_of_them=True)
    rows = [_row(one, phone.today()) for one in found[:most]]
    none = c.empty(
        _("No recipients yet"),
        _("Add those the district usually refers to: health centres, child psychiatry, school health, victim support."),
    )
    more = [c.secondary(_("Show more"), lambda: set_most(most + FEWEST))] if len(found) > most else []
    add = c.primary(_("Add a recipient"), going(places.NEW_RECIPIENT), I.ADD)
    return page_view(
        lock,
        phone,
        places.RECIPIENTS,
        _("Recipients"),
        *([c.rows(*rows)] if rows else [none]),
        *more,
        back=going(places.MORE),
        bottom=c.bottom_bar(add) if actions.may_keep(phone) else None,
    )


def _row(one: Recipient, today: date) -> ft.Control:
    lines = [
        c.text(one.name, "title_small"),
        c.text(label(one.type), "body_medium"),
        c.status_line(checked(one, today)),
    ]
    if not one.in_use:
        lines.append(c.status_line(c.Status(I.BLOCK, _("No longer used"))))
    return c.row(*lines, do=going(places.recipient(one.id)))


def checked(one: Recipient, today: date) -> c.Status:
    """Whether anybody has looked up lately that the number is right."""
    if one.verified_on is None:
        return c.Status(I.HELP_OUTLINE, _("Nobody has checked the details"), c.Tone.AMBER)
    on = short_day(one.verified_on) + ("" if one.verified_on.year == today.year else f" {one.verified_on.year}")
    words = _("Checked {day}").format(day=on)
    if one.is_verified(today):
        return c.Status(I.FACT_CHECK_OUTLINED, words)
    return c.Status(I.HISTORY, words, c.Tone.AMBER)


def secrecy(one: Recipient) -> c.Status:
    if one.bound_by_secrecy:
        return c.Status(I.LOCK_OUTLINE, _("Bound by secrecy"))
    words = _("Not bound by secrecy: only what the person has agreed to")
    return c.Status(I.LOCK_OPEN, words, c.Tone.AMBER, bold=True)
