"""The server showed something that no honest server shows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlarmView:
    """`sentence` is an English msgid. `goes_on` until an exchange has succeeded since.

    Two phones that show the same `log_number` have the same `log_mark`, or one of them was shown another log.
    """

    sentence: str
    first_at: datetime
    last_at: datetime
    goes_on: bool
    log_number: int
    log_mark: str
