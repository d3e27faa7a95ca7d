"""Heads counted without anything about the persons."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_number, as_text
from fieldapp.domain.merge import Record, shown


class TallyGroup(StrEnum):
    ADULTS = "adults"
    YOUTHS = "youths"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """One tap: plus one or minus one. A tap is never edited, so phones never overwrite each other's count."""

    id: str
    session_id: str = ""
    group: TallyGroup | None = None
    amount: int = 0

    @classmethod
    def from_record(cls, record: Record) -> "Tally":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            group=as_choice(TallyGroup, shown(record, "group")),
            amount=as_number(shown(record, "amount")) or 0,
        )


def counts(records: Iterable[Record]) -> dict[TallyGroup, int]:
    totals = dict.fromkeys(TallyGroup, 0)
    for tally in map(Tally.from_record, records):
        if tally.group is not None:
            totals[tally.group] += tally.amount
    return {group: max(0, total) for group, total in totals.items()}
