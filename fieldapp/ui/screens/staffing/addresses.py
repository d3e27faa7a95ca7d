"""Where the screens of staffing are."""

from typing import Final

STAFFING: Final = "/staffing"
ROTA: Final = f"{STAFFING}/rota"


def week(monday: str) -> str:
    """`monday` as 2026-11-23."""
    return f"{STAFFING}/week/{monday}"
