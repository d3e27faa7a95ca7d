"""A promise to contact a person, and how it may end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Final

from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.clock import instant
from fieldapp.domain.field_values import as_choice, as_text
from fieldapp.domain.merge import Record, conflicts, shown, shown_at
from fieldapp.domain.priority import Priority
from fieldapp.domain.windows import DueWindow
from fieldapp.domain.windows import FollowUpKind as FollowUpKind
from sync.errors import FixAndRetry

ATTEMPTS_BEFORE_UNREACHABLE: Final = 3
DAYS_BEFORE_UNREACHABLE: Final = 2


class UnreachableTooSoon(FixAndRetry):
    """Not reached can be chosen after three attempts on at least two days. Try again another day."""


class TransferNotReceived(FixAndRetry):
    """The other unit has not confirmed that it takes over. Until it has, the follow-up stays with you."""


class AlreadyClosed(FixAndRetry):
    """This follow-up is already closed. Open the person to see how it ended."""


class CancelReasonMissing(FixAndRetry):
    """A follow-up can only be taken back with a reason. Choose why."""


class OwnerQueue(StrEnum):
    DISTRICT = "district"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"


class FollowUpState(StrEnum):
    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"

    @property
    def is_open(self) -> bool:
        return self in (FollowUpState.PLANNED, FollowUpState.IN_PROGRESS)


class DueState(StrEnum):
    """What a list shows: computed from the dates while open, the final state afterwards."""

    OVERDUE = "overdue"
    DUE = "due"
    COMING = "coming"
    DONE = "done"
    DECLINED = "declined"
    UNREACHABLE = "unreachable"
    TRANSFERRED = "transferred"
    CANCELLED = "cancelled"


class FollowUpResult(StrEnum):
    FEELS_BETTER = "feels_better"
    CONTINUED_NEED = "continued_need"
    REFERRED = "referred"
    DECLINES = "declines"
    UNREACHABLE = "unreachable"
    MOVED_TO_OTHER = "moved_to_other"

    @property
    def state(self) -> FollowUpState:
        return _STATE_AFTER.get(self, FollowUpState.DONE)


_STATE_AFTER: Final = {
    FollowUpResult.DECLINES: FollowUpState.DECLINED,
    FollowUpResult.UNREACHABLE: FollowUpState.UNREACHABLE,
    FollowUpResult.MOVED_TO_OTHER: FollowUpState.TRANSFERRED,
}


class ClosedReason(StrEnum):
    DUPLICATE = "duplicate"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    AGREED_BY_MISTAKE = "agreed_by_mistake"
    PERSON_DECEASED = "person_deceased"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FollowUp:
    id: str
    contact_id: str = ""
    session_id: str = ""
    code: str = ""
    kind: FollowUpKind = FollowUpKind.CUSTOM
    window: DueWindow | None = None
    priority: Priority = Priority.NORMAL
    owner_queue: str = ""
    contact_person: str = ""
    agreement: str = ""
    state: FollowUpState = FollowUpState.PLANNED
    result: FollowUpResult | None = None
    closed_reason: ClosedReason | None = None
    closed_at: datetime | None = None
    instead: str = ""
    watch_id: str = ""
    watch_rev: int = 0
    protected: bool = False
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "FollowUp":
        # A state of tomorrow counts as planned: a promise too many is better than one lost.
        state = as_choice(FollowUpState, shown(record, "state")) or FollowUpState.PLANNED
        rev = shown(record, "watch_rev")
        reason = shown(record, "closed_reason")
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            session_id=as_text(shown(record, "session_id")),
            code=as_text(shown(record, "code")),
            kind=as_choice(FollowUpKind, shown(record, "kind")) or FollowUpKind.CUSTOM,
            window=DueWindow.from_json(shown(record, "window")),
            priority=as_choice(Priority, shown(record, "priority")) or Priority.NORMAL,
            owner_queue=as_text(shown(record, "owner_queue")),
            contact_person=as_text(shown(record, "contact_person")),
            agreement=as_text(shown(record, "agreement")),
            state=state,
            result=as_choice(FollowUpResult, shown(record, "result")),
            closed_reason=as_choice(ClosedReason, reason) or (ClosedReason.OTHER if reason else None),
            closed_at=None if state.is_open else instant(shown_at(record, "state")),
            instead=as_text(shown(record, "instead")),
            watch_id=as_text(shown(record, "watch_id")),
            watch_rev=rev if isinstance(rev, int) else 0,
            protected=shown(record, "protected") is True,
            in_conflict=bool(conflicts(record)),
        )

    @property
    def is_open(self) -> bool:
        return self.state.is_open

    def due_state(self, today: date) -> DueState:
        """`today` in the board's zone. A promise whose dates are unknown is overdue, so that somebody looks."""
        if not self.is_open:
            return DueState(self.state.value)
        if self.window is None or self.window.is_overdue(today):
            return DueState.OVERDUE
        return DueState.COMING if self.window.is_coming(today) else DueState.DUE


def failed_attempts(follow_up: FollowUp, attempts: Iterable[Attempt]) -> tuple[Attempt, ...]:
    own = (attempt for attempt in attempts if attempt.follow_up_id == follow_up.id and not attempt.voided)
    return tuple(attempt for attempt in own if attempt.result is not AttemptResult.REACHED)


def may_be_unreachable(follow_up: FollowUp, attempts: Iterable[Attempt], *, zone: tzinfo) -> bool:
    failed = failed_attempts(follow_up, attempts)
    days = {attempt.at.astimezone(zone).date() for attempt in failed if attempt.at}
    return len(failed) >= ATTEMPTS_BEFORE_UNREACHABLE and len(days) >= DAYS_BEFORE_UNREACHABLE


def check_result(
    follow_up: FollowUp,
    attempts: Iterable[Attempt],
    result: FollowUpResult,
    *,
    zone: tzinfo,
    received: bool = False,
) -> None:
    """Whether `result` may end the follow-up; `received`: the unit taking over has given its receipt.

    Raises AlreadyClosed, UnreachableTooSoon, TransferNotReceived.
    """
    if not follow_up.is_open:
        raise AlreadyClosed
    if result is FollowUpResult.UNREACHABLE and not may_be_unreachable(follow_up, attempts, zone=zone):
        raise UnreachableTooSoon
    if result is FollowUpResult.MOVED_TO_OTHER and not received:
        raise TransferNotReceived


def check_cancelling(follow_up: FollowUp, reason: ClosedReason | None) -> None:
    """Raises AlreadyClosed, CancelReasonMissing."""
    if not follow_up.is_open:
        raise AlreadyClosed
    if reason is None:
        raise CancelReasonMissing
