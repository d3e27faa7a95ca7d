"""The start of whoever reviews: every line of who opened what, the newest first."""

import flet as ft

from fieldapp.actions import auditing
from fieldapp.actions.auditing import AuditRow
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.screens.own_phone.addresses import LOCK
from fieldapp.ui.screens.supporter.strip import SafetyStrip
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import N_, _, label, moment, ngettext

PAGE = 60
RECORD_CHARACTERS = 8
WHAT = {"contact": N_("Person"), "referral": N_("Referral"), "handover": N_("Handover")}


@screen
def AuditLog() -> ft.View:
    lock = use_lock()
    return task_view("/", _("Who has opened what"), Lines(), lock=lock)


@component
def Lines() -> ft.Control:
    phone = use_phone()
    shown, show = ft.use_state(PAGE)
    found = auditing.entries(phone)
    own = c.row(c.text(_("Lock and passphrase")), before=c.icon(ft.Icons.PASSWORD, 24), do=going(LOCK))
    if not found:
        told = c.empty(_("Nothing is in the log yet"), _("Each opening of a person comes here with its phone's sync."))
        return c.frame(c.page_body(SafetyStrip(), told, c.rows(own), other_language()))
    count = ngettext("{n} line", "{n} lines", len(found)).format(n=len(found))
    more = [c.secondary(_("Show more"), lambda: show(shown + PAGE))] if len(found) > shown else []
    rows = c.rows(*(line_row(one) for one in found[:shown]))
    return c.frame(c.list_body(SafetyStrip(), c.hint(count), rows, *more, c.rows(own), other_language()))


def line_row(one: AuditRow) -> ft.Control:
    """What was opened is told by its number in the log; what it says is not for who reviews."""
    quiet = ft.Colors.ON_SURFACE_VARIANT
    about = _("{what} {number}").format(
        what=_(WHAT.get(one.record_type, N_("Record"))), number=one.about[:RECORD_CHARACTERS]
    )
    at = moment(one.at) if one.at else _("At a time nobody noted")
    reason = [c.text(_("Reason: {words}").format(words=one.reason), "body_medium", quiet)] if one.reason else []
    board = [c.text(_("Board: {name}").format(name=one.board), "body_medium", quiet)] if one.board else []
    return c.row(
        c.text(label(one.action), "title_medium"),
        c.text(", ".join(filter(None, (one.name, one.label))), "body_medium"),
        *reason,
        *board,
        c.text(f"{at} · {about}", "body_small", quiet),
    )
