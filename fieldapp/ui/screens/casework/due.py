"""How a follow-up stands, as a status."""

from datetime import date

import flet as ft

from fieldapp.actions.views import FollowUpCard, QueueRow
from fieldapp.domain.follow_up import DueState
from fieldapp.domain.priority import Priority
from fieldapp.ui import components as c
from fieldapp.ui.words import _, day, label

OPEN = (DueState.OVERDUE, DueState.DUE, DueState.COMING)


def due_status(found: QueueRow | FollowUpCard, today: date) -> c.Status:
    if found.due not in OPEN:
        return c.Status(ft.Icons.TASK_ALT, label(found.due))
    if isinstance(found, QueueRow) and found.unanswered:
        return c.status.unanswered(found.window.latest, today)
    if isinstance(found, QueueRow) and found.referral_id and found.due is DueState.COMING:
        words = _("{date} at the latest").format(date=day(found.window.latest, today=today))
        return c.Status(ft.Icons.EVENT_OUTLINED, words)
    return c.status.due(found.window.earliest, found.window.latest, today)


def is_high(found: QueueRow | FollowUpCard) -> bool:
    return found.priority is Priority.HIGH


def owner_status(contact_person: str) -> c.Status:
    if not contact_person:
        return c.status.without_owner()
    return c.Status(ft.Icons.PERSON_OUTLINE, contact_person)


def protected_status() -> c.Status:
    return c.Status(ft.Icons.SHIELD_OUTLINED, _("Protected"), c.Tone.INK)
