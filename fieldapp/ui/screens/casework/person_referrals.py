"""A person's referrals, and what is added beside what is written."""

from datetime import datetime

import flet as ft

from fieldapp.actions.views import CorrectionRow, PersonView, ReferralRow, SafetyState
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.referral.standing import by_when, status
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def referrals(person: PersonView, now: datetime) -> ft.Control:
    new = c.quiet(_("New referral"), going(places.refer(person.contact_id)), I.ADD)
    head = c.heading(_("Referrals"), "title_medium", trailing=new)
    if not person.referrals:
        return c.card(head, c.text(_("Nothing has been referred."), "body_medium"))
    edge = ft.Padding.only(left=16, right=8, top=8)
    return ft.Column(
        [ft.Container(head, padding=edge), c.rows(*(_row(row, now) for row in person.referrals))],
        spacing=4,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def _row(row: ReferralRow, now: datetime) -> ft.Control:
    due = by_when(row.due_at, row.standing, now)
    unsafe = [] if row.safety is SafetyState.RECEIPTED else [c.kept_line(c.Kept(row.safety))]
    return c.row(
        c.text(row.recipient or _("No recipient is chosen yet."), "title_small"),
        c.status_line(status(row.standing, is_open=row.is_open)),
        *([c.text(due, "body_small", ft.Colors.ON_SURFACE_VARIANT)] if due else []),
        *unsafe,
        do=going(places.referral(row.referral_id)),
    )


def corrections(person: PersonView) -> list[ft.Control]:
    """In her own words, beside what stands there."""
    lines = [_added(row) for row in person.corrections]
    return [c.card(c.header(_("Added to what is written"), "title_medium"), *lines, spacing=12)] if lines else []


def _added(row: CorrectionRow) -> ft.Control:
    one = row.correction
    detail = ", ".join(filter(None, (moment(one.at) if one.at else "", row.by)))
    return ft.Column(
        [c.event(I.RATE_REVIEW_OUTLINED, label(one.kind), detail), c.text(one.words)], spacing=4, tight=True
    )
