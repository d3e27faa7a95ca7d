from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.follow_up import (
    AlreadyClosed,
    CancelReasonMissing,
    ClosedReason,
    DueState,
    FollowUp,
    FollowUpResult,
    FollowUpState,
    TransferNotReceived,
    UnreachableTooSoon,
    check_cancelling,
    check_result,
)
from fieldapp.domain.merge import fold, new_change
from fieldapp.domain.windows import DueWindow
from tests.domain.records import NOON, edited, made, stamp

STOCKHOLM_WINTER = timezone(timedelta(hours=1))
WINDOW = DueWindow(date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 19))
PLANNED = made("follow_up", "f", kind="early", window=WINDOW.to_json(), state="planned", owner_queue="district")


def tries(*times: str, result: AttemptResult = AttemptResult.NO_ANSWER) -> list[Attempt]:
    return [Attempt(id=at, follow_up_id="f", at=datetime.fromisoformat(at), result=result) for at in times]


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 11, 13), DueState.COMING),
        (date(2026, 11, 14), DueState.DUE),
        (date(2026, 11, 19), DueState.DUE),
        (date(2026, 11, 20), DueState.OVERDUE),
        (date(2027, 11, 20), DueState.OVERDUE),
    ],
)
def test_overdue_starts_the_day_after_the_latest_and_never_ends_by_itself(today: date, state: DueState) -> None:
    assert FollowUp.from_record(PLANNED).due_state(today) is state


def test_a_promise_whose_dates_are_unknown_is_overdue() -> None:
    assert FollowUp.from_record(made("follow_up")).due_state(date(2026, 1, 1)) is DueState.OVERDUE


@pytest.mark.parametrize("state", [state for state in FollowUpState if not state.is_open])
def test_a_closed_follow_up_shows_how_it_ended_and_when(state: FollowUpState) -> None:
    closed = FollowUp.from_record(edited(PLANNED, made_at=NOON + timedelta(days=1), state=state))

    assert closed.due_state(date(2030, 1, 1)) == state.value
    assert closed.closed_at == NOON + timedelta(days=1)


def test_closed_on_one_phone_and_kept_open_on_another_stays_open_and_is_marked() -> None:
    closing = new_change(PLANNED, type="follow_up", id="f", set={"state": "done"}, writer="a.0", at=stamp(NOON))
    starting = new_change(PLANNED, type="follow_up", id="f", set={"state": "in_progress"}, writer="b.0", at="0")
    follow_up = FollowUp.from_record(fold(fold(PLANNED, closing), starting))

    assert (follow_up.state, follow_up.closed_at) == (FollowUpState.IN_PROGRESS, None)
    assert follow_up.in_conflict


@pytest.mark.parametrize(
    "attempts",
    [
        [],
        tries("2026-11-14T10:00Z", "2026-11-15T10:00Z"),
        tries("2026-11-14T10:00Z", "2026-11-14T12:00Z", "2026-11-14T18:00Z"),
        # Two UTC days, but one evening and night in Stockholm.
        tries("2026-11-14T23:10Z", "2026-11-14T23:50Z", "2026-11-15T00:10Z"),
        tries("2026-11-14T10:00Z", "2026-11-15T10:00Z", "2026-11-16T10:00Z", result=AttemptResult.REACHED),
    ],
)
def test_nobody_is_given_up_before_three_attempts_on_two_days(attempts: Sequence[Attempt]) -> None:
    follow_up = FollowUp.from_record(PLANNED)

    with pytest.raises(UnreachableTooSoon):
        check_result(follow_up, attempts, FollowUpResult.UNREACHABLE, zone=STOCKHOLM_WINTER)


def test_three_attempts_on_two_days_are_enough_but_only_for_their_own_follow_up() -> None:
    attempts = tries("2026-11-14T10:00Z", "2026-11-14T12:00Z", "2026-11-15T10:00Z")
    check_result(FollowUp.from_record(PLANNED), attempts, FollowUpResult.UNREACHABLE, zone=STOCKHOLM_WINTER)

    with pytest.raises(UnreachableTooSoon):
        check_result(FollowUp(id="other"), attempts, FollowUpResult.UNREACHABLE, zone=STOCKHOLM_WINTER)


def test_an_attempt_taken_back_does_not_count() -> None:
    *two, third = tries("2026-11-14T10:00Z", "2026-11-14T12:00Z", "2026-11-15T10:00Z")

    with pytest.raises(UnreachableTooSoon):
        check_result(
            FollowUp.from_record(PLANNED),
            [*two, replace(third, voided=True)],
            FollowUpResult.UNREACHABLE,
            zone=STOCKHOLM_WINTER,
        )


def test_a_transfer_waits_for_the_receipt() -> None:
    follow_up = FollowUp.from_record(PLANNED)
    check_result(follow_up, (), FollowUpResult.MOVED_TO_OTHER, zone=STOCKHOLM_WINTER, received=True)

    with pytest.raises(TransferNotReceived):
        check_result(follow_up, (), FollowUpResult.MOVED_TO_OTHER, zone=STOCKHOLM_WINTER)


def test_a_closed_follow_up_is_not_closed_again() -> None:
    closed = FollowUp.from_record(edited(PLANNED, state="done"))

    with pytest.raises(AlreadyClosed):
        check_result(closed, (), FollowUpResult.FEELS_BETTER, zone=STOCKHOLM_WINTER)
    with pytest.raises(AlreadyClosed):
        check_cancelling(closed, ClosedReason.DUPLICATE)


def test_taking_a_promise_back_needs_a_reason() -> None:
    check_cancelling(FollowUp.from_record(PLANNED), ClosedReason.DUPLICATE)

    with pytest.raises(CancelReasonMissing):
        check_cancelling(FollowUp.from_record(PLANNED), None)


def test_every_result_leads_to_a_closed_state() -> None:
    assert {result.state for result in FollowUpResult} == {
        FollowUpState.DONE,
        FollowUpState.DECLINED,
        FollowUpState.UNREACHABLE,
        FollowUpState.TRANSFERRED,
    }
