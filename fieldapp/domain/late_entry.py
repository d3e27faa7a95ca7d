"""When a visit was that is written down long after: a day, and a time as people write it."""

import re
from datetime import date, datetime, time, tzinfo
from typing import Final

from sync.errors import FixAndRetry

_TIME: Final = re.compile(r"\s*([01]?\d|2[0-3])[.:]?([0-5]\d)\s*")


class TimeMistyped(FixAndRetry):
    """Write the time as 21.15."""


class TimeAhead(FixAndRetry):
    """That time has not been yet. Compare the day and the time."""


def began_at(day: date, typed: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The instant, in the board's zone. Raises TimeMistyped, TimeAhead."""
    found = _TIME.fullmatch(typed)
    if found is None:
        raise TimeMistyped
    at = datetime.combine(day, time(int(found[1]), int(found[2])), tzinfo=zone)
    if at > now:
        raise TimeAhead
    return at
