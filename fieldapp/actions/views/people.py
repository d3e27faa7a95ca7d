"""Invites, devices and digits."""

from dataclasses import dataclass
from datetime import datetime

from sync.protocol.circle import Role
from sync.protocol.members import DeviceState, Wiped


@dataclass(frozen=True, slots=True)
class ParcelView:
    """`records`: how many envelopes a parcel holds; `safe`: in their streams now; `aside`: for a supervisor to see.

    `kept`: carried by this device until the server answers.
    """

    device_label: str
    records: int
    safe: int = 0
    aside: int = 0
    kept: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class InviteView:
    """Shown once, on the supervisor's screen."""

    name: str
    role: Role
    server: str
    code: str
    link: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class DeviceRow:
    """`issued` and `received` are counts of envelopes; None while the device was never heard.

    `stale`: how many of them came sealed with a key that somebody removed still knew.
    """

    device: str
    label: str
    name: str
    role: Role
    state: DeviceState
    is_this: bool
    heard_at: datetime | None
    issued: int | None
    received: int
    waiting: int | None
    app_version: str
    wiped: Wiped | None = None
    stale: int = 0

    @property
    def missing(self) -> int:
        """At least this many are still only on the device."""
        return max(0, (self.issued or 0) - self.received)


@dataclass(frozen=True, slots=True)
class GuestView:
    """Where somebody who was lent works, until when, and which board lent her."""

    session: str
    until: datetime
    home_board: str
    board_name: str
    checked_in: bool


@dataclass(frozen=True, slots=True, repr=False)
class WaitingInvite:
    key: str
    name: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True, repr=False)
class DigitsView:
    """Six digits to read to each other, as "123 456"."""

    device: str
    label: str
    name: str
    digits: str
