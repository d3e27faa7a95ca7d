"""How safe things are, and how the exchange goes."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SafetyState(StrEnum):
    """The three states of every record, and there is no fourth."""

    WAITING = "waiting"
    RECEIPTED = "receipted"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Safety:
    """Counts of envelopes. All is safe only when waiting and quarantined are both 0."""

    waiting: int
    receipted: int
    quarantined: int
    oldest_waiting: datetime | None
    last_receipt_at: datetime | None
    last_contact_at: datetime | None

    @property
    def all_safe(self) -> bool:
        return self.waiting == 0 and self.quarantined == 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """`done` of `total` in the present step; `total` 0 when unknown."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    sent: int
    fetched: int
