"""A supporter's working time in a session, and when it is too much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.merge import Record, shown

LONGEST_WITHOUT_BREAK: Final = timedelta(hours=4)
LONGEST_SHIFT: Final = timedelta(hours=8)


class ShiftWarning(StrEnum):
    BREAK_DUE = "break_due"
    TOO_LONG = "too_long"


class ReliefTalk(StrEnum):
    """That it was offered, or held: never what was said."""

    NOT_OFFERED = "not_offered"
    OFFERED = "offered"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Break:
    """`ended_at` is None while it lasts."""

    began_at: datetime
    ended_at: datetime | None = None

    @classmethod
    def from_json(cls, written: Any) -> "Break | None":
        if not isinstance(written, Mapping):
            return None
        began_at = as_instant(written.get("began_at"))
        return cls(began_at, as_instant(written.get("ended_at"))) if began_at else None

    def to_json(self) -> dict[str, datetime | None]:
        return {"began_at": self.began_at, "ended_at": self.ended_at}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """From check-in to check-out. Says nothing about how anybody feels."""

    id: str
    session_id: str = ""
    member: str = ""
    on_at: datetime | None = None
    off_at: datetime | None = None
    breaks: tuple[Break, ...] = ()
    relief_talk_offered: bool = False
    relief_talk_done: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Shift":
        written = shown(record, "breaks")
        breaks = (Break.from_json(one) for one in written) if isinstance(written, list) else ()
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            member=as_text(shown(record, "member")),
            on_at=as_instant(shown(record, "on_at")),
            off_at=as_instant(shown(record, "off_at")),
            breaks=tuple(one for one in breaks if one),
            relief_talk_offered=shown(record, "relief_talk_offered") is True,
            relief_talk_done=shown(record, "relief_talk_done") is True,
        )

    @property
    def is_on(self) -> bool:
        return self.on_at is not None and self.off_at is None

    @property
    def has_break_now(self) -> bool:
        return self.is_on and any(one.ended_at is None for one in self.breaks)

    @property
    def relief_talk(self) -> ReliefTalk:
        if self.relief_talk_done:
            return ReliefTalk.DONE
        return ReliefTalk.OFFERED if self.relief_talk_offered else ReliefTalk.NOT_OFFERED

    @property
    def break_due_at(self) -> datetime | None:
        """When a break has to begin at the latest; None while there is one, and after the shift."""
        if self.on_at is None or self.off_at or self.has_break_now:
            return None
        return max([self.on_at, *(one.ended_at for one in self.breaks if one.ended_at)]) + LONGEST_WITHOUT_BREAK

    def length(self, now: datetime) -> timedelta:
        """Breaks counted in: what a day's work has been."""
        return max(timedelta(0), (self.off_at or now) - self.on_at) if self.on_at else timedelta(0)

    def worked(self, now: datetime) -> timedelta:
        """Without the breaks: what is reported as hours."""
        ends = self.off_at or now
        # A clock that was set back between the two taps must not give hours.
        rested = (max(timedelta(0), (one.ended_at or ends) - one.began_at) for one in self.breaks)
        return max(timedelta(0), self.length(now) - sum(rested, timedelta(0)))

    def warnings(self, now: datetime) -> tuple[ShiftWarning, ...]:
        if not self.is_on:
            return ()
        due = self.break_due_at
        late = [ShiftWarning.BREAK_DUE] if due and now > due else []
        return (*late, *([ShiftWarning.TOO_LONG] if self.length(now) > LONGEST_SHIFT else []))


def hours(shifts: Iterable[Shift], now: datetime) -> timedelta:
    return sum((shift.worked(now) for shift in shifts), timedelta(0))
