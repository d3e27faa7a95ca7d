"""What a week takes over, in figures: nothing about anybody."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Protocol

from fieldapp.domain.field_values import as_number
from fieldapp.domain.windows import DueWindow


class Listed(Protocol):
    """What the report needs of a row of the queue."""

    @property
    def window(self) -> DueWindow | None: ...

    @property
    def protected(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class WeekReport:
    """`due` counts what can be done this week and is not late yet; `protected` those that need an assigned person."""

    open: int = 0
    due: int = 0
    overdue: int = 0
    unanswered: int = 0
    protected: int = 0

    @classmethod
    def from_json(cls, figures: Mapping[str, Any]) -> "WeekReport":
        return cls(**{field.name: as_number(figures.get(field.name)) or 0 for field in fields(cls)})

    def to_json(self) -> dict[str, int]:
        return asdict(self)


def week_report(
    overdue: Collection[Listed], others: Collection[Listed], monday: date, *, unanswered: int = 0
) -> WeekReport:
    """Of the open follow-ups in the groups of the queue; `unanswered`: referrals whose answer is late."""
    listed, sunday = [*overdue, *others], monday + timedelta(days=6)
    return WeekReport(
        open=len(listed),
        due=sum(one.window is not None and one.window.earliest <= sunday for one in others),
        overdue=len(overdue),
        unanswered=unanswered,
        protected=sum(one.protected for one in listed),
    )
