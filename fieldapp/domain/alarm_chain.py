"""From the alarm to the first visit, and the minutes between: support is to begin within five."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

BEGIN_WITHIN: Final = timedelta(minutes=5)


class ChainStep(StrEnum):
    ALARM = "alarm"
    ACTIVATED = "activated"
    OPENED = "opened"
    FIRST_VISIT = "first_visit"


@dataclass(frozen=True, slots=True)
class ChainTime:
    """`minutes` since the step before it that is known; None for the first, or when the clock says less than none."""

    step: ChainStep
    at: datetime
    minutes: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmChain:
    alarm_at: datetime | None = None
    activated_at: datetime | None = None
    opened_at: datetime | None = None
    first_visit_at: datetime | None = None

    @property
    def times(self) -> tuple[ChainTime, ...]:
        """What is known, in the order of the chain."""
        return tuple(self._times())

    def _times(self) -> Iterator[ChainTime]:
        before: datetime | None = None
        found = zip(ChainStep, (self.alarm_at, self.activated_at, self.opened_at, self.first_visit_at), strict=True)
        for step, at in found:
            if at:
                yield ChainTime(step, at, _minutes(before, at))
                before = at

    @property
    def minutes_to_open(self) -> int | None:
        return _minutes(self.alarm_at, self.opened_at)

    @property
    def minutes_to_first_visit(self) -> int | None:
        return _minutes(self.alarm_at, self.first_visit_at)

    @property
    def began_in_time(self) -> bool | None:
        """Whether the session was open within five minutes of its activation; None while that is not known."""
        if self.activated_at is None or self.opened_at is None:
            return None
        return self.opened_at - self.activated_at <= BEGIN_WITHIN


def _minutes(before: datetime | None, at: datetime | None) -> int | None:
    """Whole minutes; two clocks that disagree are not made into a figure."""
    if before is None or at is None or at < before:
        return None
    return int((at - before).total_seconds() // 60)
