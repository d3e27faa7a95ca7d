"""When whom to tell what, decided from counts alone: pure, so that it can be tried with any clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any


@dataclass(frozen=True, slots=True)
class BoardWatch:
    """What the server knows of one board. `overdue_since`: the first day on which the oldest promise was too late.
    `caseworker_heard`: when a coordinator's or supervisor's device was last in contact, None for never.
    `handovers_unanswered`: how many, proposed by this board or to it, nobody has answered in time."""

    board: str
    name: str
    today: date
    open: int
    overdue: int
    overdue_since: date | None
    caseworker_heard: datetime | None
    handovers_unanswered: int = 0


@dataclass(frozen=True, slots=True)
class Patience:
    """How long overdue may go unanswered before supervisors hear of it, and how long nobody may have looked."""

    escalate_after: timedelta = timedelta(days=2)
    silence_after: timedelta = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Notice:
    """Counts and a name of a board, nothing of any person."""

    coordinators: list[str] = field(default_factory=list)
    supervisors: list[str] = field(default_factory=list)
    posted: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_alarm(self) -> bool:
        return bool(self.coordinators or self.supervisors)


def notice(watches: Iterable[BoardWatch], patience: Patience, now: datetime) -> Notice:
    told = Notice()
    for watch in watches:
        lines = list(_lines(watch, patience, now))
        told.coordinators.extend(lines)
        told.supervisors.extend(lines if _escalates(watch, patience, now) else [])
        told.posted.append(_as_json(watch, patience, now))
    return told


def _lines(watch: BoardWatch, patience: Patience, now: datetime) -> Iterable[str]:
    if watch.overdue:
        yield f"{watch.name}: {watch.overdue} overdue of {watch.open} open, the oldest since {watch.overdue_since}."
    if watch.handovers_unanswered:
        yield f"{watch.name}: {watch.handovers_unanswered} handovers have not been answered for two hours."
    if _is_silent(watch, patience, now):
        heard = f"{watch.caseworker_heard:%Y-%m-%d %H:%M}Z" if watch.caseworker_heard else "never"
        yield f"{watch.name}: no coordinator's or supervisor's device has been in contact since: {heard}."


def _is_silent(watch: BoardWatch, patience: Patience, now: datetime) -> bool:
    return watch.caseworker_heard is None or now - watch.caseworker_heard > patience.silence_after


def _escalates(watch: BoardWatch, patience: Patience, now: datetime) -> bool:
    """Silence goes to both at once: the coordinators are those who are silent. So does a handover nobody answers."""
    if watch.handovers_unanswered:
        return True
    late = watch.overdue_since is not None and watch.today - watch.overdue_since >= patience.escalate_after
    return late or _is_silent(watch, patience, now)


def _as_json(watch: BoardWatch, patience: Patience, now: datetime) -> dict[str, Any]:
    return {
        "board": watch.board,
        "day": watch.today.isoformat(),
        "open": watch.open,
        "overdue": watch.overdue,
        "overdue_since": watch.overdue_since.isoformat() if watch.overdue_since else None,
        "handovers_unanswered": watch.handovers_unanswered,
        "silent": _is_silent(watch, patience, now),
        "escalated": _escalates(watch, patience, now),
    }
