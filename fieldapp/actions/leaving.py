"""Checking out of a session: said once everything written in it has its receipt."""

from fieldapp.actions import shifts
from fieldapp.actions.action import one_action
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import require
from fieldapp.store import outbox
from fieldapp.store.outbox import Kind as Item
from sync.protocol.circle import Circle
from sync.protocol.statement import Kind

_LEAVING = "leaving"


def check_out(phone: Phone, session: str) -> None:
    """Works without a network: what is still waiting goes first, and only then the phone leaves. Raises NoSession."""
    require(phone, session)
    with one_action(phone) as action:
        shifts.end(action, session, phone.now())
        action.write.put(_LEAVING, session, {"asked_at": phone.now().isoformat()})


def stay(phone: Phone, session: str) -> None:
    """Takes a check-out back, as long as it was not said."""
    with one_action(phone) as action:
        shifts.resume(action, session)
        action.write.delete(_LEAVING, session)


def is_leaving(phone: Phone, session: str) -> bool:
    return phone.store.get(_LEAVING, session) is not None


def leave_when_sent(phone: Phone) -> bool:
    """Called after an exchange; True when something was said that is still to be sent."""
    ready = [row["key"] for row in phone.store.all(_LEAVING) if not _waits(phone, bytes.fromhex(row["key"]))]
    if ready:
        with one_action(phone) as action:
            for session in ready:
                action.say(Kind.SESSION_LEFT, session=session)
                action.write.delete(_LEAVING, session)
    return bool(ready)


def _waits(phone: Phone, session: bytes) -> bool:
    circles = {Circle.own(session, phone.id), Circle.shared(session)}
    return any(item.circle in circles for item in outbox.waiting(phone.store, Item.ENVELOPE))
