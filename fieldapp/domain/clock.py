"""A hybrid logical clock: orders changes without trusting any phone's clock."""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

FURTHEST_AHEAD: Final = timedelta(minutes=5)
_MOST_IN_ONE_MILLISECOND: Final = 0xFFFF
_STAMP: Final = re.compile(r"[0-9a-f]{13}-[0-9a-f]{4}")


class HybridClock:
    """Stamps are "%013x-%04x" (milliseconds since 1970, counter) and sort as text."""

    def __init__(self, last: str = "") -> None:
        self.last = last or _stamp(0, 0)

    def tick(self, wall: datetime) -> str:
        """A stamp after every stamp given out or observed; `wall` is an aware datetime."""
        self.last = max(_stamp(_milliseconds(wall), 0), _next(self.last))
        return self.last

    def observe(self, stamp: str, wall: datetime) -> None:
        """Stay ahead of somebody else's stamp, but never more than five minutes past the own wall clock.

        A stamp that is none teaches nothing.
        """
        if _STAMP.fullmatch(stamp):
            limit = _stamp(_milliseconds(wall + FURTHEST_AHEAD), 0)
            self.last = max(self.last, min(stamp, limit))


def instant(stamp: str) -> datetime | None:
    """When the stamp was given out, by the clock of the phone that did it."""
    if not _STAMP.fullmatch(stamp):
        return None
    try:
        return datetime.fromtimestamp(int(stamp[:13], 16) / 1000, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _next(stamp: str) -> str:
    milliseconds, counter = (int(part, 16) for part in stamp.split("-"))
    if counter == _MOST_IN_ONE_MILLISECOND:
        return _stamp(milliseconds + 1, 0)
    return _stamp(milliseconds, counter + 1)


def _stamp(milliseconds: int, counter: int) -> str:
    return f"{milliseconds:013x}-{counter:04x}"


def _milliseconds(wall: datetime) -> int:
    return max(0, int(wall.timestamp() * 1000))
