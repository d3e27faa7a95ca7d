"""My own visits as rows: code, time and where each of them is. No name, no need."""

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import VisitRow
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.look import big
from fieldapp.ui.words import _, clock, day


def visit_rows(phone: Phone, rows: tuple[VisitRow, ...]) -> ft.Control:
    return c.rows(*[_row(phone, row) for row in rows])


def _row(phone: Phone, row: VisitRow) -> ft.Control:
    at = c.text(_when(phone, row), "body_small", ft.Colors.ON_SURFACE_VARIANT)
    head = [c.code(row.code), at] if big() else [ft.Row([c.code(row.code), at], spacing=12, wrap=True)]
    missing = c.Status(ft.Icons.EVENT_REPEAT_OUTLINED, _("Agree the follow-up"), c.Tone.AMBER, bold=True)
    owed = [c.status_line(missing)] if row.follow_up_missing else []
    late = [c.status_line(c.Status(ft.Icons.HISTORY_EDU, _("Written down afterwards")))] if row.recorded_late else []
    place = f"/agree/{row.contact_id}" if row.follow_up_missing else f"/slip/{row.contact_id}"
    return c.row(*head, *owed, *late, c.kept_line(c.Kept(row.state.value)), do=going(place))


def _when(phone: Phone, row: VisitRow) -> str:
    local = row.started_at.astimezone(phone.zone)
    today = phone.today()
    return clock(local) if local.date() == today else f"{day(local.date(), today=today)} {clock(local)}"
