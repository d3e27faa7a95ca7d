"""Calling supporters in: who was asked for a session, and what each said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, conflicts, shown


class Availability(StrEnum):
    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallOut:
    """The last call to one colleague about one session; two coordinators who call the same one leave a mark."""

    session_id: str = ""
    member: str = ""
    answer: Availability | None = None
    called_at: datetime | None = None
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "CallOut":
        return cls(
            session_id=as_text(shown(record, "session_id")),
            member=as_text(shown(record, "member")),
            answer=as_choice(Availability, shown(record, "answer")),
            called_at=as_instant(shown(record, "called_at")),
            in_conflict="answer" in {conflict.field for conflict in conflicts(record)},
        )


def order(answer: Availability | None) -> int:
    """Whom to call next comes first: those not called, then those who did not answer; the rest is settled."""
    waiting = (None, Availability.NO_ANSWER, Availability.YES, Availability.NO)
    return waiting.index(answer)


def counts(answers: Iterable[Availability | None]) -> dict[Availability | None, int]:
    totals: dict[Availability | None, int] = dict.fromkeys((*Availability, None), 0)
    for answer in answers:
        totals[answer] += 1
    return totals
