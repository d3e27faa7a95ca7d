from dataclasses import replace

import pytest

from fieldapp.domain.closing import (
    MOVES,
    DeviceCount,
    Gap,
    GapKind,
    MoveNotPossible,
    NotReadyToClose,
    WriteOffReasonMissing,
    check_move,
    check_write_off,
    closing_gaps,
)
from fieldapp.domain.session import SessionState

K1 = DeviceCount("K1", issued=6, received=6, knows_of_closing=True)
K3 = DeviceCount("K3", issued=11, received=8, knows_of_closing=True)


def test_everything_that_stands_in_the_way_is_listed() -> None:
    assert closing_gaps([K1, K3], ["amina"], evaluation_started=False) == [
        Gap(GapKind.DEVICE_BEHIND, "K3"),
        Gap(GapKind.CONTACT_WITHOUT_PROMISE_KEPT, "amina"),
        Gap(GapKind.EVALUATION_NOT_STARTED),
    ]


def test_a_phone_written_off_with_a_reason_is_waited_for_no_more() -> None:
    written_off = replace(K3, written_off_reason="Tappad i Dalarna")

    assert written_off.missing == 3
    assert closing_gaps([K1, written_off], [], evaluation_started=True) == []
    assert not replace(K3, written_off_reason=" ").is_settled


def test_what_a_phone_said_before_it_knew_of_the_closing_settles_nothing() -> None:
    assert K1.is_settled
    assert not replace(K1, knows_of_closing=False).is_settled


def test_more_received_than_issued_is_nothing_missing() -> None:
    assert replace(K1, issued=2, received=3).missing == 0
    assert replace(K1, issued=None, received=3).missing == 0


def test_a_session_closes_only_without_gaps() -> None:
    check_move(SessionState.CLOSING, SessionState.CLOSED)

    with pytest.raises(NotReadyToClose):
        check_move(SessionState.CLOSING, SessionState.CLOSED, [Gap(GapKind.DEVICE_BEHIND, "K3")])


def test_a_session_can_be_paused_with_things_left_to_do() -> None:
    check_move(SessionState.OPEN, SessionState.PAUSED, [Gap(GapKind.DEVICE_BEHIND, "K3")])


@pytest.mark.parametrize("state", SessionState)
def test_no_session_skips_a_step_on_its_way(state: SessionState) -> None:
    for to in set(SessionState) - {*MOVES[state]}:
        with pytest.raises(MoveNotPossible):
            check_move(state, to)


def test_only_a_closing_session_can_be_closed_and_an_archived_one_stays() -> None:
    assert [state for state, moves in MOVES.items() if SessionState.CLOSED in moves] == [SessionState.CLOSING]
    assert MOVES[SessionState.ARCHIVED] == ()


def test_a_write_off_needs_a_reason() -> None:
    check_write_off("Tappad")

    with pytest.raises(WriteOffReasonMissing):
        check_write_off(" ")
