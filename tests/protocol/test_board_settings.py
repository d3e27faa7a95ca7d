"""The board's settings in the log: signed by a supervisor, about nobody, and old logs still hold."""

import pytest

from sync.protocol.circle import Role
from sync.protocol.errors import Malformed
from sync.protocol.statement import Kind
from tests.protocol.people import BoardInTest
from tests.protocol.test_roster import refused


@pytest.fixture
def board() -> BoardInTest:
    return BoardInTest()


def decide(board: BoardInTest, **changed: object) -> None:
    board.say(Kind.BOARD_SETTINGS_SET, board.supervisor.signing, changed=changed)


def test_what_is_not_named_stays_and_the_history_says_who(board: BoardInTest) -> None:
    decide(board, documentation_mode="no_identity", retention_months=24)
    decide(board, retention_months=36)

    assert board.roster.settings == {"documentation_mode": "no_identity", "retention_months": 36}
    assert [change.changed for change in board.roster.settings_history] == [
        {"documentation_mode": "no_identity", "retention_months": 24},
        {"retention_months": 36},
    ]
    assert {change.by for change in board.roster.settings_history} == {board.supervisor.id}


def test_the_longest_lock_is_the_same_however_it_was_said(board: BoardInTest) -> None:
    board.say(Kind.LOCK_RULE_SET, board.supervisor.signing, longest_lock_minutes=5)
    assert board.roster.longest_lock_minutes == 5

    decide(board, longest_lock_minutes=15)
    assert board.roster.longest_lock_minutes == 15
    assert [dict(change.changed) for change in board.roster.settings_history] == [
        {"longest_lock_minutes": 5},
        {"longest_lock_minutes": 15},
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"note": "Amina Hassan"},
        {"note": "070-123 45 67"},
        {"Amina": 1},
        {"retention_months": 12.5},
        {"retention_months": True},
        {"retention_months": -1},
        {"retention_months": 10**6},
        {"longest_lock_minutes": 7},
        {"windows": {"fire": {"early": [{"deeper": ["still"]}]}}},
        {"taken_away": ["word"] * 201},
        {"note": None},
    ],
)
def test_nothing_that_could_be_about_somebody_is_let_in(board: BoardInTest, changed: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        decide(board, **changed)

    assert (board.roster.settings, board.roster.settings_history) == ({}, [])


def test_only_a_supervisor_decides(board: BoardInTest) -> None:
    coordinator = board.with_role(Role.COORDINATOR)
    said = board.made(Kind.BOARD_SETTINGS_SET, coordinator.signing, changed={"lease_days": 7})

    assert refused(board, said) == "not_a_supervisor"
