"""What may be shown before unlocking."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sync.protocol.members import WipeReason


class Situation(StrEnum):
    """What the door finds in the folder."""

    NEW = "new"
    LOCKED = "locked"
    DAMAGED = "damaged"
    WIPED = "wiped"


@dataclass(frozen=True, slots=True)
class DoorView:
    """All that may be shown before unlocking: no person's name. `tries_left` only when it has to be said.

    `until`: when a guest's work there ends, None everywhere else.
    """

    situation: Situation
    device_label: str = ""
    board_name: str = ""
    exercise: bool = False
    waiting: int = 0
    wait_seconds: int = 0
    tries_left: int | None = None
    wiped_because: WipeReason | None = None
    saved_as_file: bool = False
    until: datetime | None = None

    @property
    def is_there(self) -> bool:
        return self.situation is not Situation.NEW


@dataclass(frozen=True, slots=True)
class PlaceView:
    """One of several places on a phone."""

    folder: Path
    door: DoorView
