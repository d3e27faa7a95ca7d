"""Whether a supporter's work in her last session is over, and gone from the phone."""

from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import sessions


def is_over(phone: Phone) -> bool:
    """The session this phone joined last is closed, and nothing of it is here any more."""
    mine = [session for session in phone.roster.sessions.values() if phone.id in session.devices]
    last = max(mine, key=lambda session: session.devices[phone.id], default=None)
    if last is None or not phone.roster.is_closed(last.id):
        return False
    return last.id.hex() not in {known.id for known in sessions(phone)}
