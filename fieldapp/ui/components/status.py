"""The status vocabulary: one icon, one sentence and one tone for each state."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import flet as ft

from fieldapp.ui.words import _, clock, day, ngettext, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons


class Tone(StrEnum):
    AMBER = "amber"
    BRICK = "brick"
    SPRUCE = "spruce"
    QUIET = "quiet"
    INK = "ink"


class Kept(StrEnum):
    """Where a record is; there is no fourth state."""

    WAITING = "waiting"
    RECEIPTED = "receipted"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Status:
    icon: ft.IconData
    words: str
    tone: Tone = Tone.QUIET
    bold: bool = False


def kept(state: Kept) -> Status:
    return {
        Kept.WAITING: Status(I.SMARTPHONE, _("Only on this phone"), Tone.AMBER),
        Kept.RECEIPTED: Status(I.CLOUD_DONE_OUTLINED, _("Secured with the district")),
        Kept.QUARANTINED: Status(I.SUPPORT_OUTLINED, _("Needs help – not gone"), Tone.BRICK),
    }[state]


def all_safe(last: datetime | None = None) -> Status:
    """Only when nothing waits and nothing is quarantined."""
    words = _("Everything is secured with the district")
    return Status(I.CLOUD_DONE_OUTLINED, f"{words} · {_('Last at {time}').format(time=clock(last))}" if last else words)


def due(earliest: date, latest: date, today: date) -> Status:
    """Overdue, due or coming, in words, for an open follow-up on the board's calendar."""
    if today > latest:
        return overdue((today - latest).days)
    if today < earliest:
        return Status(I.EVENT_OUTLINED, _("From {date}").format(date=short_day(earliest)))
    return Status(I.TODAY, _last_day(latest, today), Tone.AMBER, bold=True)


def overdue(days: int) -> Status:
    words = ngettext("{n} day overdue", "{n} days overdue", days).format(n=days)
    return Status(I.EVENT_BUSY, words, Tone.BRICK, bold=True)


def _last_day(latest: date, today: date) -> str:
    left = (latest - today).days
    if left <= 1:
        return _("Today at the latest") if left == 0 else _("Tomorrow at the latest")
    return _("{date} at the latest").format(date=day(latest, today=today))


def unanswered(expected: date, today: date) -> Status:
    """A referral whose answer has not come."""
    if (today - expected).days == 1:
        words = _("The answer should have come yesterday")
    else:
        words = _("The answer should have come {date}").format(date=day(expected, today=today))
    return Status(I.PHONE_MISSED, words, Tone.AMBER, bold=True)


def handed_over(at: datetime) -> Status:
    return Status(I.HANDSHAKE_OUTLINED, _("Taken over at {time}").format(time=clock(at)))


def handover_waits() -> Status:
    return Status(I.HANDSHAKE_OUTLINED, _("Waits for receipt"), Tone.AMBER)


def without_owner() -> Status:
    return Status(I.PERSON_OFF_OUTLINED, _("Nobody responsible"), Tone.AMBER)


def high_priority() -> Status:
    return Status(I.KEYBOARD_DOUBLE_ARROW_UP, _("High"), Tone.INK)


def in_conflict() -> Status:
    return Status(I.CALL_SPLIT, _("Two versions – choose"), Tone.AMBER)


def protected() -> Status:
    return Status(I.SHIELD_OUTLINED, _("Protected – code"), Tone.INK)


def child_alone() -> Status:
    return Status(I.ESCALATOR_WARNING, _("Child without guardian"), Tone.AMBER)


def session(state: str) -> Status:
    """`state` is the value of the domain's session state; one from a newer app is shown as in progress."""
    table: dict[str, Callable[[], Status]] = {
        "paused": lambda: Status(I.NIGHTLIGHT_OUTLINED, _("Closed for the night")),
        "closing": lambda: Status(I.HOURGLASS_BOTTOM, _("Closing")),
        "closed": lambda: Status(I.TASK_ALT, _("Closed")),
        "archived": lambda: Status(I.TASK_ALT, _("Archived")),
    }
    in_progress = Status(I.RADIO_BUTTON_CHECKED, _("In progress"), Tone.SPRUCE)
    return table.get(state, lambda: in_progress)()
