"""Where the screens between boards are."""

from typing import Final

from fieldapp.ui.screens.casework import places

BOARDS: Final = f"{places.MORE}/boards"
CONNECT: Final = f"{BOARDS}/connect"


def hand_over(session: str) -> str:
    return f"{places.SESSIONS}/session/{session}/hand-over"


def hand_over_to(session: str, board: str) -> str:
    return f"{hand_over(session)}/to/{board}"


def who_goes(session: str, board: str, contact: str) -> str:
    return f"{hand_over_to(session, board)}/person/{contact}"


def incoming(letter: str) -> str:
    return f"{places.QUEUE}/handover/{letter}"


def refuse(letter: str) -> str:
    return f"{incoming(letter)}/refuse"
