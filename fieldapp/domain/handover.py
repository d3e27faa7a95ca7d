"""Handing operative responsibility from one board to another, in two steps: offered, then taken over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_choices, as_instant, as_text, as_texts
from fieldapp.domain.merge import Record, shown
from sync.errors import AskForHelp, FixAndRetry

ANSWER_WITHIN: Final = timedelta(hours=2)
TEXT_CHARACTERS: Final = 300


class HandoverIncomplete(FixAndRetry):
    """The handover cannot be sent yet. Answer the questions that are marked."""


class HandoverNotSettled(FixAndRetry):
    """Somebody who stays with you has no day yet. Give everybody who stays a day, then send."""


class HandoverUnderWay(FixAndRetry):
    """This session is already being handed over. Wait for the answer, or take the proposal back."""


class AnsweredByColleague(FixAndRetry):
    """A colleague has already answered. Open the handover again to see what she answered."""


class RefusalIncomplete(FixAndRetry):
    """Write why, and when you can take over."""


class ProposalUnreadable(AskForHelp):
    """The other board's proposal cannot be read. Update the app, or call the other board: it still has everything."""


class HandoverKind(StrEnum):
    EMERGENCY_TO_DISTRICT = "emergency_to_district"
    DISTRICT_TO_DISTRICT = "district_to_district"
    DISTRICT_TO_EMERGENCY = "district_to_emergency"


class CheckItem(StrEnum):
    OPENING_HOURS = "opening_hours"
    KEYS = "keys"
    STAFFING = "staffing"
    INTERPRETER = "interpreter"
    MEDIA = "media"
    THREATS = "threats"
    BORROWED = "borrowed"
    OPEN_CASES = "open_cases"


class HandoverState(StrEnum):
    """PROPOSED: decided here. HANDED_OVER: lies with the other board, which has not answered."""

    PROPOSED = "proposed"
    HANDED_OVER = "handed_over"
    TAKEN_OVER = "taken_over"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self in (HandoverState.PROPOSED, HandoverState.HANDED_OVER)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Handover:
    """What the sending board remembers of a proposal. `letter`: its id, hex. `people` and `codes`: contacts that go
    with it, with name and as bare codes. `follow_ups`: the promises that go. `stays`: contacts that do not."""

    id: str
    letter: str = ""
    session_id: str = ""
    peer: str = ""
    kind: HandoverKind | None = None
    proposed_at: datetime | None = None
    agreed_start: datetime | None = None
    checklist: tuple[CheckItem, ...] = ()
    people: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    laid_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str = ""
    reason: str = ""
    new_start: datetime | None = None
    stored: HandoverState = HandoverState.PROPOSED

    @classmethod
    def from_record(cls, record: Record) -> "Handover":
        return cls(
            id=record["id"],
            letter=as_text(shown(record, "letter")),
            session_id=as_text(shown(record, "session_id")),
            peer=as_text(shown(record, "peer")),
            kind=as_choice(HandoverKind, shown(record, "kind")),
            proposed_at=as_instant(shown(record, "proposed_at")),
            agreed_start=as_instant(shown(record, "agreed_start")),
            checklist=as_choices(CheckItem, shown(record, "checklist")),
            people=as_texts(shown(record, "people")),
            codes=as_texts(shown(record, "codes")),
            follow_ups=as_texts(shown(record, "follow_ups")),
            stays=as_texts(shown(record, "stays")),
            laid_at=as_instant(shown(record, "laid_at")),
            answered_at=as_instant(shown(record, "answered_at")),
            answered_by=as_text(shown(record, "answered_by")),
            reason=as_text(shown(record, "reason")),
            new_start=as_instant(shown(record, "new_start")),
            # A state of tomorrow counts as open: the sender owns everything until there is a receipt.
            stored=as_choice(HandoverState, shown(record, "state")) or HandoverState.PROPOSED,
        )

    @property
    def state(self) -> HandoverState:
        if self.stored is HandoverState.PROPOSED and self.laid_at is not None:
            return HandoverState.HANDED_OVER
        return self.stored

    @property
    def goes(self) -> tuple[str, ...]:
        """Everybody who is handed over, with a name or as a code."""
        return (*self.people, *self.codes)

    def is_unanswered(self, now: datetime) -> bool:
        return self.state.is_open and self.proposed_at is not None and is_late(self.proposed_at, now)


def is_late(proposed_at: datetime, now: datetime) -> bool:
    """Whether nobody has answered within the time there is: then both sides are alarmed."""
    return now - proposed_at >= ANSWER_WITHIN


class StepKind(StrEnum):
    PROPOSED = "proposed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True)
class Step:
    """One signed line of a board's log. `board`: whose line it is, hex; `by`: the label of the device that signed."""

    at: datetime
    kind: StepKind
    board: str
    by: str


def in_time(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(sorted(steps, key=lambda step: (step.at, step.kind is StepKind.TAKEN_OVER)))


def responsible_at(steps: Iterable[Step], first: str, instant: datetime) -> str:
    """Which board answered for everything that went with the handover: the one that began it, until another has signed
    that it takes over. A proposal, a refusal and a withdrawal move nothing."""
    taken = [step for step in in_time(steps) if step.kind is StepKind.TAKEN_OVER and step.at <= instant]
    return taken[-1].board if taken else first


def missing(kind: HandoverKind | None, agreed_start: datetime | None, ticked: Iterable[CheckItem]) -> tuple[str, ...]:
    """The names of what is not answered, in the order on the page."""
    answers: dict[str, Any] = {"kind": kind, "agreed_start": agreed_start, "checklist": set(ticked) == set(CheckItem)}
    return tuple(name for name, answer in answers.items() if not answer)
