"""Where the screens of lending and borrowing are."""

from typing import Final

from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing import addresses as sessions

LENDING: Final = f"{places.MORE}/loans"


def lent(loan_id: str) -> str:
    """In the board that lends."""
    return f"{LENDING}/loan/{loan_id}"


def borrowed(session_id: str) -> str:
    return f"{sessions.session(session_id)}/borrowed"


def ask(session_id: str) -> str:
    return f"{borrowed(session_id)}/ask"


def invite(session_id: str) -> str:
    return f"{borrowed(session_id)}/invite"


def loan(session_id: str, loan_id: str) -> str:
    """In the board that borrows."""
    return f"{borrowed(session_id)}/loan/{loan_id}"
