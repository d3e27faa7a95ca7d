"""An exercise never touches what is real, and ends for everybody at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sync.protocol.errors import StatementRefused
from sync.protocol.rule_questions import by_supervisor, next_seq
from sync.protocol.statement import Kind, Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster

AFTERWARDS: Final = frozenset({Kind.DEVICE_WIPED})
"""All that is still said of an exercise that has ended: that a phone is empty."""


def check_goes_on(roster: Roster, statement: Statement) -> None:
    if roster.exercise_ended_at and statement.kind not in AFTERWARDS:
        raise StatementRefused("exercise_ended")


def check_alike(roster: Roster, statement: Statement) -> None:
    """`exercise` of another board, as its root has signed it, against ours."""
    if (statement.fields.get("exercise") is True) is not roster.founded.exercise:
        raise StatementRefused("exercise_and_real")


def ended(roster: Roster, statement: Statement) -> None:
    by_supervisor(roster, statement)
    if not roster.founded.exercise:
        raise StatementRefused("not_an_exercise")
    roster.exercise_ended_at = next_seq(roster)
