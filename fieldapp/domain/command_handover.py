"""Handing the command of a session to central crisis command: sums go, persons never, in two steps."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.activation_reason import check_note
from fieldapp.domain.field_values import as_choice, as_instant, as_number, as_text
from fieldapp.domain.handover import is_late
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.status_report import StatusReport
from fieldapp.domain.visit_choices import Need
from sync.errors import FixAndRetry

FUNCTION_CHARACTERS: Final = 60
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class ReceiptIncomplete(FixAndRetry):
    """Write which function at central crisis command received it."""


class ReceivedBeforeProposed(FixAndRetry):
    """It cannot have been received before it was proposed. Compare the two times."""


class CommandGone(FixAndRetry):
    """Central crisis command leads this session. Note first that the board leads again."""


class CommandState(StrEnum):
    """RETURNED: central crisis command led, and the board leads again."""

    PROPOSED = "proposed"
    RECEIVED = "received"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandFigures:
    """How things stood when it was proposed; what is None is of one to four persons, or hidden with such a one."""

    people: int | None = None
    on_now: int = 0
    hours: int = 0
    needs: Mapping[Need, int | None] = field(default_factory=dict)

    @classmethod
    def of(cls, found: StatusReport) -> "CommandFigures":
        return cls(people=found.people, on_now=found.on_now, hours=found.hours, needs=found.needs)

    @classmethod
    def from_json(cls, said: Any) -> "CommandFigures":
        told = said if isinstance(said, Mapping) else {}
        needs = told.get("needs") if isinstance(told.get("needs"), Mapping) else {}
        known = {as_choice(Need, need): as_number(count) for need, count in (needs or {}).items()}
        return cls(
            people=as_number(told.get("people")),
            on_now=as_number(told.get("on_now")) or 0,
            hours=as_number(told.get("hours")) or 0,
            needs={need: count for need, count in known.items() if need},
        )

    def to_json(self) -> dict[str, Any]:
        return {"people": self.people, "on_now": self.on_now, "hours": self.hours, "needs": dict(self.needs)}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class CommandHandover:
    """`received_by`: a function, never a name, noted by whoever proposed it: nobody there has a phone in this board."""

    id: str
    session_id: str = ""
    proposed_at: datetime | None = None
    by: str = ""
    figures: CommandFigures = CommandFigures()
    state: CommandState = CommandState.PROPOSED
    received_by: str = ""
    received_at: datetime | None = None
    returned_at: datetime | None = None

    @classmethod
    def from_record(cls, record: Record) -> "CommandHandover":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            proposed_at=as_instant(shown(record, "proposed_at")),
            by=as_text(shown(record, "by")),
            figures=CommandFigures.from_json(shown(record, "figures")),
            # A state of tomorrow counts as open: the board leads until there is a receipt.
            state=as_choice(CommandState, shown(record, "state")) or CommandState.PROPOSED,
            received_by=as_text(shown(record, "received_by")),
            received_at=as_instant(shown(record, "received_at")),
            returned_at=as_instant(shown(record, "returned_at")),
        )

    def is_unanswered(self, now: datetime) -> bool:
        return self.state is CommandState.PROPOSED and self.proposed_at is not None and is_late(self.proposed_at, now)


def of_session(found: Iterable[CommandHandover], session_id: str) -> tuple[CommandHandover, ...]:
    """The newest first."""
    ours = (one for one in found if one.session_id == session_id)
    return tuple(sorted(ours, key=lambda one: (one.proposed_at or _LONG_AGO, one.id), reverse=True))


def standing(newest_first: Sequence[CommandHandover]) -> CommandHandover | None:
    """What is in force: a receipt before a proposal, whichever was written last."""
    in_force = (CommandState.RECEIVED, CommandState.PROPOSED)
    return next((one for state in in_force for one in newest_first if one.state is state), None)


def check_receipt(found: CommandHandover, received_by: str, received_at: datetime) -> None:
    """Raises ReceiptIncomplete, NoteAboutAPerson, ReceivedBeforeProposed."""
    if not received_by.strip():
        raise ReceiptIncomplete
    check_note(received_by)
    # People write whole minutes.
    if found.proposed_at and received_at < found.proposed_at.replace(second=0, microsecond=0):
        raise ReceivedBeforeProposed
