"""Where the screens of staffing are."""

from typing import Final

from fieldapp.ui.screens.closing import addresses as sessions

STAFFING: Final = "/staffing"
ROTA: Final = f"{STAFFING}/rota"
ROSTER: Final = f"{STAFFING}/roster"
NEW_COLLEAGUE: Final = f"{ROSTER}/new"


def week(monday: str) -> str:
    """`monday` as 2026-11-23."""
    return f"{STAFFING}/week/{monday}"


def colleague(person: str) -> str:
    return f"{ROSTER}/colleague/{person}"


def staff(session_id: str) -> str:
    return f"{sessions.session(session_id)}/staff"


def call(session_id: str, person: str) -> str:
    return f"{staff(session_id)}/call/{person}"


def outside(session_id: str) -> str:
    return f"{staff(session_id)}/outside"


def relief(session_id: str, shift: str) -> str:
    return f"{staff(session_id)}/relief/{shift}"


def lead(session_id: str) -> str:
    return f"{sessions.session(session_id)}/lead"


def offers(session_id: str) -> str:
    return f"{sessions.session(session_id)}/offers"


def activation(session_id: str) -> str:
    return f"{sessions.session(session_id)}/activation"


def places_of(session_id: str) -> str:
    return f"{sessions.session(session_id)}/places"


def deviations(session_id: str) -> str:
    return f"{sessions.session(session_id)}/deviations"
