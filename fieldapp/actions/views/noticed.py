"""What the exchange noticed about the server or a phone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Notice(StrEnum):
    """In the order of how much they matter."""

    FORK = "fork"
    NOT_ANYWHERE = "not_anywhere"
    TAKEN_BACK = "taken_back"
    DOUBLED = "doubled"
    FETCHED_BACK = "fetched_back"
    RESTORED = "restored"


@dataclass(frozen=True, slots=True)
class Noticed:
    """`device_label` names whose phone it was noticed by or about, "" when nobody's; `count` is of records."""

    notice: Notice
    device: str
    device_label: str
    count: int
    at: datetime
