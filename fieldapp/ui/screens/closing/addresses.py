"""Where the screens of closing are."""

from typing import Final

from fieldapp.ui.screens.casework import places

LATE: Final = f"{places.MORE}/late"


def session(session_id: str) -> str:
    return f"{places.SESSIONS}/session/{session_id}"


def late_of(session_id: str) -> str:
    """The same list, reached from the gate, so that "back" leads there."""
    return f"{session(session_id)}/late"


def late(session_id: str) -> str:
    """The list, whichever way it was reached."""
    return late_of(session_id) if session_id else LATE


def late_other(session_id: str, item: str) -> str:
    """What else than taking it in can be done with one late item."""
    return f"{late(session_id)}/other/{item}"


def evaluation(session_id: str) -> str:
    return f"{session(session_id)}/evaluation"


def improvement(session_id: str) -> str:
    return f"{session(session_id)}/improvement"


def link(session_id: str) -> str:
    return f"{session(session_id)}/link"


def ask_board(session_id: str) -> str:
    """Whether another board has the same incident."""
    return f"{link(session_id)}/board"


def board_link(session_id: str, link_id: str) -> str:
    return f"{link(session_id)}/with/{link_id}"


def answer_board(link_id: str) -> str:
    """Another board asks; which session it is about is what is to be said."""
    return f"{places.SESSIONS}/same-incident/{link_id}"


def write_off(session_id: str, device: str) -> str:
    return f"{session(session_id)}/write-off/{device}"


def status(session_id: str) -> str:
    return f"{session(session_id)}/status"


def command(session_id: str) -> str:
    return f"{session(session_id)}/command"
