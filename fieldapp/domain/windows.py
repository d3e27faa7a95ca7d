"""When a follow-up may be made: windows counted from the day of the incident."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_day
from fieldapp.domain.incident import IncidentType, Violence, default_violence


class FollowUpKind(StrEnum):
    EARLY = "early"
    ONE_MONTH = "one_month"
    THREE_MONTHS = "three_months"
    SIX_MONTHS = "six_months"
    TWELVE_MONTHS = "twelve_months"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class DueWindow:
    """Calendar days in the board's zone, all of them inside the window."""

    earliest: date
    target: date
    latest: date

    @classmethod
    def from_json(cls, window: Any) -> "DueWindow | None":
        if not isinstance(window, Mapping):
            return None
        earliest, target, latest = (as_day(window.get(edge)) for edge in ("earliest", "target", "latest"))
        if latest is None:
            return None
        return cls(earliest or latest, target or latest, latest)

    def to_json(self) -> dict[str, str]:
        edges = {"earliest": self.earliest, "target": self.target, "latest": self.latest}
        return {edge: day.isoformat() for edge, day in edges.items()}

    def is_overdue(self, today: date) -> bool:
        return today > self.latest

    def is_coming(self, today: date) -> bool:
        return today < self.earliest

    def days_overdue(self, today: date) -> int:
        return max(0, (today - self.latest).days)

    def from_day(self, today: date) -> "DueWindow":
        """What is left of a window that is not overdue: nobody can be promised a day that has passed."""
        return DueWindow(max(self.earliest, today), max(self.target, today), self.latest)


@dataclass(frozen=True, slots=True)
class Days:
    """Days after the incident."""

    earliest: int
    target: int
    latest: int

    def after(self, occurred_on: date) -> DueWindow:
        edges = (occurred_on + timedelta(days=days) for days in (self.earliest, self.target, self.latest))
        return DueWindow(*edges)


@dataclass(frozen=True, slots=True)
class Proposal:
    kind: FollowUpKind
    window: DueWindow


Windows = Mapping[FollowUpKind, Days]

WINDOWS: Final[Windows] = {
    FollowUpKind.EARLY: Days(2, 3, 7),
    FollowUpKind.ONE_MONTH: Days(21, 28, 35),
    FollowUpKind.THREE_MONTHS: Days(80, 90, 100),
    FollowUpKind.SIX_MONTHS: Days(170, 180, 200),
    FollowUpKind.TWELVE_MONTHS: Days(350, 358, 380),
}
AFTER_VIOLENCE: Final = (
    FollowUpKind.EARLY,
    FollowUpKind.ONE_MONTH,
    FollowUpKind.THREE_MONTHS,
    FollowUpKind.TWELVE_MONTHS,
)
OTHERWISE: Final = (FollowUpKind.EARLY, FollowUpKind.ONE_MONTH)


def proposed(
    cause: IncidentType | Violence, occurred_on: date, today: date, *, windows: Windows = WINDOWS
) -> tuple[Proposal, ...]:
    """What to offer a person met `today`, first first; windows that have passed are skipped."""
    violence = default_violence(cause) if isinstance(cause, IncidentType) else cause
    kinds = AFTER_VIOLENCE if violence is Violence.YES else OTHERWISE
    offered = (Proposal(kind, windows[kind].after(occurred_on)) for kind in kinds)
    return tuple(
        Proposal(offer.kind, offer.window.from_day(today)) for offer in offered if not offer.window.is_overdue(today)
    )


def custom(day: date) -> DueWindow:
    return DueWindow(day, day, day)
