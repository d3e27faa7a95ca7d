"""Where the board's settings are."""

from typing import Final

from fieldapp.domain.incident import IncidentType

SETTINGS: Final = "/settings"
MODE: Final = f"{SETTINGS}/mode"
RETENTION: Final = f"{SETTINGS}/retention"
LEASE: Final = f"{SETTINGS}/lease"
LOCK: Final = f"{SETTINGS}/lock"
PERMISSIONS: Final = f"{SETTINGS}/permissions"
WINDOWS: Final = f"{SETTINGS}/windows"


def windows(kind: IncidentType) -> str:
    return f"{WINDOWS}/{kind.value}"
