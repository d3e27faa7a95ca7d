"""Who has opened how much, for the supervisor: sums by colleague, and nobody's record."""

import flet as ft

from fieldapp.actions import auditing
from fieldapp.actions.auditing import AuditSum
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, moment, ngettext


@screen
def AuditSums() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found = auditing.sums(phone)
    nothing = c.empty(_("Nothing is in the log yet"), _("Each opening of a person comes here with its phone's sync."))
    body = c.rows(*map(sum_row, found)) if found else nothing
    hint = c.hint(_("Sums for each colleague. Single lines are for whoever reviews the log."))
    return page_view(lock, phone, places.AUDIT, _("Who has opened what"), hint, body, back=going(places.MORE))


def sum_row(one: AuditSum) -> ft.Control:
    told = ", ".join(f"{label(action)}: {count}" for action, count in one.counts)
    about = ngettext("{n} record", "{n} records", one.records).format(n=one.records)
    last = _("last {when}").format(when=moment(one.last_at)) if one.last_at else ""
    return c.row(
        c.text(", ".join(filter(None, (one.name, one.label))), "title_medium"),
        c.text(told, "body_medium"),
        c.text(" · ".join(filter(None, (about, last))), "body_small", ft.Colors.ON_SURFACE_VARIANT),
    )
