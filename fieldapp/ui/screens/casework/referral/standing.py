"""How a referral stands, as a status and in words."""

from datetime import datetime, tzinfo

import flet as ft

from fieldapp.domain.referral_choices import ReferralStanding
from fieldapp.ui import components as c
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
S = ReferralStanding

_ICONS = {
    S.DRAFT: I.EDIT_NOTE,
    S.AWAITING_CONSENT: I.HOW_TO_REG_OUTLINED,
    S.READY: I.SEND_OUTLINED,
    S.SENT: I.OUTBOX_OUTLINED,
    S.NO_RESPONSE: I.PHONE_MISSED,
    S.RECEIVED: I.MARK_EMAIL_READ_OUTLINED,
    S.CONTACT_ESTABLISHED: I.HANDSHAKE_OUTLINED,
    S.RETURNED: I.KEYBOARD_RETURN,
    S.UNREACHABLE: I.PHONE_DISABLED_OUTLINED,
}
_WAITING = (S.AWAITING_CONSENT, S.NO_RESPONSE, S.RETURNED, S.UNREACHABLE)


def status(standing: ReferralStanding, *, is_open: bool) -> c.Status:
    tone = c.Tone.AMBER if standing in _WAITING or (is_open and standing is S.WITHDRAWN) else c.Tone.QUIET
    return c.Status(_ICONS.get(standing, I.TASK_ALT), label(standing), tone, bold=tone is c.Tone.AMBER)


def by_when(due_at: datetime | None, standing: ReferralStanding, now: datetime) -> str:
    """When the next thing should happen, "" when nothing is awaited."""
    if due_at is None:
        return ""
    if standing is S.NO_RESPONSE:
        return _("The answer should have come {when}").format(when=moment(due_at))
    late = now > due_at
    if standing in (S.SENT, S.RECEIVED):
        words = _("Contact should have been confirmed {when}") if late else _("Answer by {when}")
    else:
        words = _("Should have been done {when}") if late else _("To be done by {when}")
    return words.format(when=moment(due_at))


def unanswered(due_at: datetime | None, zone: tzinfo, now: datetime) -> c.Status:
    """As in the queue: in days."""
    today = now.astimezone(zone).date()
    return c.status.unanswered(due_at.astimezone(zone).date() if due_at else today, today)
