"""The roster, who works now, and who was called in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from fieldapp.domain.call_out import Availability
from fieldapp.domain.member import Role
from fieldapp.domain.shift import ReliefTalk, ShiftWarning
from fieldapp.domain.site import SiteKind


@dataclass(frozen=True, slots=True, repr=False)
class RosterRow:
    """`label`: what her phone is called, "" while she has none."""

    person: str
    name: str
    role: Role
    phone: str
    trained: bool
    languages: tuple[str, ...]
    active: bool
    label: str
    in_conflict: bool


@dataclass(frozen=True, slots=True, repr=False)
class CallOutRow:
    """`answer` is None for somebody who has not been called yet."""

    colleague: RosterRow
    answer: Availability | None
    called_at: datetime | None
    is_on: bool
    in_conflict: bool


@dataclass(frozen=True, slots=True, repr=False)
class ShiftRow:
    id: str
    name: str
    phone: str
    on_at: datetime
    off_at: datetime | None
    worked: timedelta
    has_break_now: bool
    break_due_at: datetime | None
    warnings: tuple[ShiftWarning, ...]
    relief_talk: ReliefTalk


@dataclass(frozen=True, slots=True, repr=False)
class StaffView:
    """`hours` are those of everybody together, breaks not counted in."""

    on: tuple[ShiftRow, ...]
    off: tuple[ShiftRow, ...]
    hours: timedelta
    call_outs: tuple[CallOutRow, ...]


@dataclass(frozen=True, slots=True, repr=False)
class SiteRow:
    """`hours` as they are told to visitors, "" when nobody wrote any."""

    id: str
    name: str
    kind: SiteKind
    hours: str
    closed: bool


@dataclass(frozen=True, slots=True)
class LentRow:
    """What another board's staff did here: counts and hours, breaks not counted in. `board`: its id, hex."""

    board: str
    board_name: str
    people: int
    worked: timedelta
    visits: int
