"""A lost phone as a data breach: what may be known, the 72 hours, and what was done about it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from fieldapp.domain.field_values import as_choice, as_instant, as_number, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry

REPORT_WITHIN: Final = timedelta(hours=72)
"""From when it was noticed, to the supervisory authority (art. 33 GDPR)."""
TEXT_CHARACTERS: Final = 300


class BreachReasonMissing(FixAndRetry):
    """This step needs a reason. Write why."""


class BreachUndecided(FixAndRetry):
    """Decide first whether it is reported to the supervisory authority. Then it can be closed."""


class BreachClosed(FixAndRetry):
    """This data breach is closed. Nothing more is added to it."""


class BreachStepKind(StrEnum):
    AUTHORITY_NOTIFIED = "authority_notified"
    NOT_REPORTABLE = "not_reportable"
    PERSONS_INFORMED = "persons_informed"
    POLICE_REPORTED = "police_reported"
    PHONE_FOUND = "phone_found"
    OTHER = "other"
    CLOSED = "closed"

    @property
    def is_decision(self) -> bool:
        """Stops the clock."""
        return self in (BreachStepKind.AUTHORITY_NOTIFIED, BreachStepKind.NOT_REPORTABLE)

    @property
    def needs_reason(self) -> bool:
        return self in (BreachStepKind.NOT_REPORTABLE, BreachStepKind.OTHER, BreachStepKind.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BreachStep:
    id: str
    device: str = ""
    kind: BreachStepKind = BreachStepKind.OTHER
    at: datetime | None = None
    by: str = ""
    text: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "BreachStep":
        return cls(
            id=record["id"],
            device=as_text(shown(record, "device")),
            kind=as_choice(BreachStepKind, shown(record, "kind")) or BreachStepKind.OTHER,
            at=as_instant(shown(record, "at")),
            by=as_text(shown(record, "by")),
            text=as_text(shown(record, "text")),
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Breach:
    """`issued` and `received`: records about people, by the phone's last heartbeat; None when it was never heard.

    `people`: those known to be on it. What it wrote after its last heartbeat nobody can know: both are *at least*.
    """

    device: str
    discovered_at: datetime
    reason: str = ""
    heard_at: datetime | None = None
    issued: int | None = None
    received: int = 0
    people: int = 0
    steps: tuple[BreachStep, ...] = ()

    @property
    def missing(self) -> int:
        """At least so many are nowhere but on the phone."""
        return max(0, (self.issued or 0) - self.received)

    @property
    def deadline(self) -> datetime:
        return self.discovered_at + REPORT_WITHIN

    @property
    def decision(self) -> BreachStep | None:
        return next((step for step in self.steps if step.kind.is_decision), None)

    @property
    def is_open(self) -> bool:
        return all(step.kind is not BreachStepKind.CLOSED for step in self.steps)

    def left(self, now: datetime) -> timedelta | None:
        """Until it has to be reported, below zero when it is too late; None once somebody has decided."""
        return None if self.decision else self.deadline - now


def breaches(opened: Iterable[Record], steps: Iterable[Record]) -> tuple[Breach, ...]:
    """One for each device, the newest first.

    Two supervisors may both have noted the same loss: the earlier discovery starts the clock.
    """
    done: dict[str, list[BreachStep]] = defaultdict(list)
    for step in map(BreachStep.from_record, steps):
        done[step.device].append(step)
    noted: dict[str, list[Breach]] = defaultdict(list)
    for record in opened:
        if breach := _noted(record):
            noted[breach.device].append(breach)
    joined = (_joined(found, done[device]) for device, found in noted.items())
    return tuple(sorted(joined, key=lambda breach: (breach.discovered_at, breach.device), reverse=True))


def _noted(record: Record) -> Breach | None:
    discovered_at = as_instant(shown(record, "discovered_at"))
    if discovered_at is None:
        return None
    return Breach(
        device=as_text(shown(record, "device")),
        discovered_at=discovered_at,
        reason=as_text(shown(record, "reason")),
        heard_at=as_instant(shown(record, "heard_at")),
        issued=as_number(shown(record, "issued")),
        received=as_number(shown(record, "received")) or 0,
        people=as_number(shown(record, "people")) or 0,
    )


def _joined(found: list[Breach], steps: list[BreachStep]) -> Breach:
    first = min(found, key=lambda breach: (breach.discovered_at, breach.reason, breach.issued or 0))
    issued = [breach.issued for breach in found if breach.issued is not None]
    heard = [breach.heard_at for breach in found if breach.heard_at]
    return Breach(
        device=first.device,
        discovered_at=first.discovered_at,
        reason=first.reason,
        heard_at=max(heard, default=None),
        issued=max(issued, default=None),
        received=max(breach.received for breach in found),
        people=max(breach.people for breach in found),
        steps=tuple(sorted(steps, key=lambda step: (step.at.isoformat() if step.at else "", step.id))),
    )


def check_step(breach: Breach, kind: BreachStepKind, text: str) -> None:
    """Raises BreachClosed, BreachReasonMissing, BreachUndecided."""
    if not breach.is_open:
        raise BreachClosed
    if kind.needs_reason and not text.strip():
        raise BreachReasonMissing
    if kind is BreachStepKind.CLOSED and breach.decision is None:
        raise BreachUndecided
