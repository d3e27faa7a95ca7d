"""How a session moves towards its end, and what still stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fieldapp.domain.session import SessionState
from sync.errors import FixAndRetry


class MoveNotPossible(FixAndRetry):
    """The session is not in a state where this can be done. Open it again to see where it stands."""


class NotReadyToClose(FixAndRetry):
    """Something is left to do before the session can be closed. Take the marked lines first."""


class WriteOffReasonMissing(FixAndRetry):
    """A phone can only be written off with a reason. Write why it will not deliver what it holds."""


MOVES: Final[Mapping[SessionState, tuple[SessionState, ...]]] = {
    SessionState.OPEN: (SessionState.PAUSED, SessionState.CLOSING),
    SessionState.PAUSED: (SessionState.OPEN, SessionState.CLOSING),
    SessionState.CLOSING: (SessionState.OPEN, SessionState.CLOSED),
    SessionState.CLOSED: (SessionState.ARCHIVED,),
    SessionState.ARCHIVED: (),
}


class NotReadyToArchive(FixAndRetry):
    """The session cannot be archived yet. Finish the evaluation, and let every follow-up come to its end."""


class GapKind(StrEnum):
    DEVICE_BEHIND = "device_behind"
    CONTACT_WITHOUT_PROMISE_KEPT = "contact_without_promise_kept"
    EVALUATION_NOT_STARTED = "evaluation_not_started"
    EVALUATION_NOT_SETTLED = "evaluation_not_settled"
    FOLLOW_UP_OPEN = "follow_up_open"


@dataclass(frozen=True, slots=True)
class Gap:
    """`subject` is a device or a contact id, "" for the evaluation."""

    kind: GapKind
    subject: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class DeviceCount:
    """How many envelopes a device last said it has made for the session, and how many have arrived.

    `issued` is None while it was never heard. What it said before it knew that the session is closing
    tells nothing of what it has made since.
    """

    device: str
    issued: int | None
    received: int
    knows_of_closing: bool
    written_off_reason: str = ""

    @property
    def missing(self) -> int:
        """At least so many are still only on the device."""
        return max(0, (self.issued or 0) - self.received)

    @property
    def is_settled(self) -> bool:
        return self.knows_of_closing and self.missing == 0 or bool(self.written_off_reason.strip())


def closing_gaps(
    devices: Iterable[DeviceCount], contacts_without: Iterable[str], *, evaluation_started: bool
) -> list[Gap]:
    """What stands between `closing` and `closed`; `contacts_without` comes from promises.without_owner_or_date."""
    behind = [Gap(GapKind.DEVICE_BEHIND, count.device) for count in devices if not count.is_settled]
    let_down = [Gap(GapKind.CONTACT_WITHOUT_PROMISE_KEPT, contact) for contact in contacts_without]
    evaluation = [] if evaluation_started else [Gap(GapKind.EVALUATION_NOT_STARTED)]
    return behind + let_down + evaluation


def archive_gaps(open_follow_ups: Iterable[str], *, evaluation_settled: bool) -> list[Gap]:
    """What stands between `closed` and `archived`: nothing is put away while somebody waits for a call."""
    waiting = [Gap(GapKind.FOLLOW_UP_OPEN, follow_up) for follow_up in open_follow_ups]
    return waiting + ([] if evaluation_settled else [Gap(GapKind.EVALUATION_NOT_SETTLED)])


def check_move(state: SessionState, to: SessionState, gaps: Iterable[Gap] = ()) -> None:
    """Raises MoveNotPossible, NotReadyToClose, NotReadyToArchive."""
    if to not in MOVES[state]:
        raise MoveNotPossible
    if to is SessionState.CLOSED and list(gaps):
        raise NotReadyToClose
    if to is SessionState.ARCHIVED and list(gaps):
        raise NotReadyToArchive


def check_write_off(reason: str) -> None:
    """Raises WriteOffReasonMissing."""
    if not reason.strip():
        raise WriteOffReasonMissing
