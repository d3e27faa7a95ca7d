"""What may be shown before unlocking."""

from dataclasses import dataclass
from enum import StrEnum


class Situation(StrEnum):
    """What the door finds in the folder."""

    NEW = "new"
    LOCKED = "locked"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class DoorView:
    """All that may be shown before unlocking: no person's name."""

    situation: Situation
    device_label: str = ""
    board_name: str = ""
    exercise: bool = False
    waiting: int = 0
    wait_seconds: int = 0
