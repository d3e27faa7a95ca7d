"""One try to reach a person for a follow-up."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, shown


class AttemptResult(StrEnum):
    REACHED = "reached"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    id: str
    follow_up_id: str = ""
    at: datetime | None = None
    way: ContactWay | None = None
    result: AttemptResult = AttemptResult.OTHER
    voided: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Attempt":
        return cls(
            id=record["id"],
            follow_up_id=as_text(shown(record, "follow_up_id")),
            at=as_instant(shown(record, "at")),
            way=as_choice(ContactWay, shown(record, "way")),
            result=as_choice(AttemptResult, shown(record, "result")) or AttemptResult.OTHER,
            voided=shown(record, "voided") is True,
        )
