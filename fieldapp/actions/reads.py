"""The line in the log of who opened what, written before anything is shown."""

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.births import fresh
from fieldapp.actions.phone import Phone
from fieldapp.domain.read_entry import ReadAction
from sync.protocol.circle import Circle


def log_read(phone: Phone, record_type: str, record_id: str, kind: ReadAction, reason: str = "") -> None:
    """Durably, in this device's audit circle: what was done to which record, never what it says."""
    with one_action(phone) as action:
        note_read(action, record_type, record_id, kind, reason)


def note_read(action: Action, record_type: str, record_id: str, kind: ReadAction, reason: str = "") -> None:
    """The same, together with what else one action writes."""
    phone = action.phone
    action.create(
        Circle.audit(phone.id),
        "read",
        fresh(),
        member_id=phone.me.person.hex(),
        device=phone.id.hex(),
        record_type=record_type,
        record_id=record_id,
        action=kind,
        at=phone.now(),
        reason=reason.strip(),
    )
