"""Whether a supporter's work in her last session is over, and gone from the phone."""

from fieldapp.actions.phone import Phone
from fieldapp.store import purging
from sync.protocol.members import Session


def is_over(phone: Phone) -> bool:
    """The session this phone joined last is closed, and the phone has let go of it."""
    mine = [session for session in phone.roster.sessions.values() if phone.id in session.devices]
    last = max(mine, key=lambda session: session.devices[phone.id], default=None)
    return last is not None and phone.roster.is_closed(last.id) and _is_let_go(phone, last)


def _is_let_go(phone: Phone, session: Session) -> bool:
    return phone.id in session.purged or purging.is_pending(phone.store, session.id)
