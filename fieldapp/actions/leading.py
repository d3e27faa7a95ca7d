"""Who leads a session: one at a time, handed over, with its history."""

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.session_lead import SessionLead, in_order
from fieldapp.store import records
from sync.protocol.circle import Circle


def history(phone: Phone, session: str) -> tuple[SessionLead, ...]:
    """The one who leads now first."""
    return in_order(records.each(phone.store, "session_lead", SessionLead.from_record), session)


def lead(phone: Phone, session: str) -> SessionLead | None:
    return next(iter(history(phone, session)), None)


def candidates(phone: Phone) -> tuple[tuple[str, str], ...]:
    """Staff id and label of everybody of the board who has a phone that is in use."""
    active = {device.person.hex() for device in phone.roster.devices.values() if device.is_active}
    return tuple(sorted(((one, phone.label_of(one)) for one in active), key=lambda found: found[1]))


def begin(action: Action, session: bytes) -> None:
    """In the same write as the opening: whoever opens a session leads it until somebody else does."""
    me = action.phone.me.person.hex()
    _note(action, session.hex(), me)


def hand_over(phone: Phone, session: str, member: str) -> None:
    """From now on `member` leads. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Deed.STAFF_SESSION)
    if member not in dict(candidates(phone)):
        raise GoneMeanwhile
    with one_action(phone) as action:
        _note(action, session, member)


def _note(action: Action, session: str, member: str) -> None:
    phone, circle = action.phone, Circle.shared(bytes.fromhex(session))
    said = {"session_id": session, "member": member, "at": phone.now(), "by": phone.me.person.hex()}
    action.create(circle, "session_lead", fresh(), **said)
