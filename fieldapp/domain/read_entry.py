"""Who opened what, when and why; never what it said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry


class ReadAction(StrEnum):
    READ = "read"
    WRITE = "write"
    EXPORT = "export"
    MERGE = "merge"
    HAND_ON = "hand_on"
    ASSIGN = "assign"
    RECUSE = "recuse"
    DENIED = "denied"
    OTHER = "other"


class ReasonMissing(FixAndRetry):
    """This needs a reason. Write why, and try again."""


def check_reason(reason: str, *, protected: bool, action: ReadAction = ReadAction.READ) -> None:
    """A protected person and every extract need a reason. Raises ReasonMissing."""
    if (protected or action is ReadAction.EXPORT) and not reason.strip():
        raise ReasonMissing


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReadEntry:
    id: str
    member_id: str = ""
    device: str = ""
    record_type: str = ""
    record_id: str = ""
    action: ReadAction = ReadAction.OTHER
    at: datetime | None = None
    reason: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "ReadEntry":
        return cls(
            id=record["id"],
            member_id=as_text(shown(record, "member_id")),
            device=as_text(shown(record, "device")),
            record_type=as_text(shown(record, "record_type")),
            record_id=as_text(shown(record, "record_id")),
            action=as_choice(ReadAction, shown(record, "action")) or ReadAction.OTHER,
            at=as_instant(shown(record, "at")),
            reason=as_text(shown(record, "reason")),
        )
