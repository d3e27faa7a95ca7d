"""What a week takes over, in figures: nothing about anybody."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any

from fieldapp.domain.field_values import as_number
from fieldapp.domain.follow_up import DueState
from fieldapp.domain.queue import QueueItem


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


def week_report(items: Iterable[QueueItem], monday: date, *, unanswered: int = 0) -> WeekReport:
    """Of the open follow-ups, as the queue shows them; `unanswered`: referrals whose answer is late."""
    listed, sunday = tuple(items), monday + timedelta(days=6)
    return WeekReport(
        open=len(listed),
        due=sum(_is_due(item, sunday) for item in listed),
        overdue=sum(item.state is DueState.OVERDUE for item in listed),
        unanswered=unanswered,
        protected=sum(item.protected for item in listed),
    )


def _is_due(item: QueueItem, sunday: date) -> bool:
    return item.state is not DueState.OVERDUE and item.window is not None and item.window.earliest <= sunday
