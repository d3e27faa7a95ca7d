"""What every part of the server works with: the database, the boards' rosters and the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sync.protocol.members import Device
from sync.protocol.tokens import Door
from sync.server.engine import Database
from sync.server.rosters import Rosters


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class District:
    database: Database
    rosters: Rosters = field(default_factory=Rosters)
    now: Callable[[], datetime] = _utc_now


@dataclass(frozen=True, slots=True)
class Caller:
    """The device that is calling, as the log had it when the call came, and the key it proved to have."""

    board: bytes
    device: Device
    door: Door
