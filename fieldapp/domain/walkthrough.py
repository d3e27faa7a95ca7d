"""The way through an exercise, from the alarm to the evaluation: who does what, in which order."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    OPEN_SESSION = "open_session"
    MEET_ANONYMOUS = "meet_anonymous"
    MEET_AND_PROMISE = "meet_and_promise"
    SECURE = "secure"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    RECEIVE = "receive"
    CALL = "call"
    REFER = "refer"
    TAKE_WEEK = "take_week"
    START_CLOSING = "start_closing"
    CLOSE = "close"
    EVALUATE = "evaluate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Walkthrough:
    """The steps of one role in their order, which of them are done, and what they are about: ids, "" while unknown."""

    steps: tuple[Step, ...] = ()
    done: frozenset[Step] = frozenset()
    session_id: str = ""
    contact_id: str = ""
    follow_up_id: str = ""
    referral_id: str = ""
    letter: str = ""

    @property
    def next(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if step not in self.done), None)

    @property
    def done_count(self) -> int:
        return sum(step in self.done for step in self.steps)
