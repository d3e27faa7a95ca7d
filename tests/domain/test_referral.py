"""A referral: what may follow on what, when its answer is late, and what two phones make of it apart."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import reduce
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.disposal import StillOpen, check_nothing_open
from fieldapp.domain.follow_up import DueState
from fieldapp.domain.merge import Change, Record, conflicts, fold, new_change
from fieldapp.domain.queue import QueueFilter, queue, referral_items
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.referral import (
    MOVES,
    EndingReasonMissing,
    Referral,
    ReferralMoveNotPossible,
    check_move,
)
from fieldapp.domain.referral_choices import (
    ReferralEnding,
    ReferralPriority,
    ReferralStanding,
    ReferralState,
    ReferralTask,
)
from fieldapp.domain.referral_figures import ResponseTime, response_times
from fieldapp.domain.windows import DueWindow, custom
from tests.domain.records import stamp

S = ReferralState
SENT_AT = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
SENT = Referral(id="r", contact_id="c", code="HV-1", state=S.SENT, sent_at=SENT_AT, changed_at=SENT_AT)
FINAL = (S.CLOSED, S.REDIRECTED, S.DECLINED_BY_PERSON, S.WITHDRAWN, S.CLOSED_BY_COORDINATOR)


@pytest.mark.parametrize(
    ("state", "next_ones"),
    [
        (S.DRAFT, "sent declined_by_person withdrawn closed_by_coordinator"),
        (
            S.SENT,
            "received contact_established returned unreachable redirected"
            " declined_by_person withdrawn closed_by_coordinator",
        ),
        (
            S.RECEIVED,
            "contact_established returned unreachable redirected declined_by_person withdrawn closed_by_coordinator",
        ),
        (S.CONTACT_ESTABLISHED, "closed returned withdrawn"),
        (S.RETURNED, "sent redirected declined_by_person withdrawn closed_by_coordinator"),
        (S.UNREACHABLE, "sent contact_established redirected declined_by_person withdrawn closed_by_coordinator"),
        *((state, "") for state in FINAL),
    ],
)
def test_what_may_follow_on_what(state: ReferralState, next_ones: str) -> None:
    assert {to.value for to in MOVES[state]} == set(next_ones.split())
    for to in ReferralState:
        if to not in MOVES[state]:
            with pytest.raises(ReferralMoveNotPossible):
                check_move(replace(SENT, state=state), to, ending=ReferralEnding.DUPLICATE)


@pytest.mark.parametrize("state", ReferralState)
def test_only_a_confirmed_contact_or_a_stated_exit_ends_it_and_having_sent_it_never_does(state: ReferralState) -> None:
    told = replace(SENT, state=state, recipient_told_at=SENT_AT if state is S.WITHDRAWN else None)

    assert told.is_open is (state not in FINAL)
    assert bool(MOVES[state]) is told.is_open
    assert (S.CLOSED in MOVES[state]) is (state is S.CONTACT_ESTABLISHED)


def test_ending_it_without_a_contact_takes_a_reason() -> None:
    with pytest.raises(EndingReasonMissing):
        check_move(SENT, S.CLOSED_BY_COORDINATOR)

    check_move(SENT, S.CLOSED_BY_COORDINATOR, ending=ReferralEnding.NO_LONGER_NEEDED)


@pytest.mark.parametrize(
    ("priority", "time"),
    [
        (ReferralPriority.ACUTE, timedelta(hours=24)),
        (ReferralPriority.URGENT, timedelta(hours=72)),
        (ReferralPriority.NORMAL, timedelta(days=14)),
    ],
)
def test_the_answer_is_late_when_the_time_of_its_priority_is_up(priority: ReferralPriority, time: timedelta) -> None:
    away = replace(SENT, priority=priority)

    assert not away.is_unanswered(SENT_AT + time)
    assert away.is_unanswered(SENT_AT + time + timedelta(seconds=1))
    assert away.standing(SENT_AT + time, is_covered=True) is ReferralStanding.SENT
    assert away.standing(SENT_AT + time * 2, is_covered=True) is ReferralStanding.NO_RESPONSE
    assert away.due_state(SENT_AT + time * 100) is DueState.OVERDUE


def test_a_reminder_gives_three_days_more_and_never_more_than_the_priority_allows() -> None:
    reminded = SENT_AT + timedelta(days=15)

    assert replace(SENT, reminded_at=reminded).due_at == reminded + timedelta(hours=72)
    assert replace(SENT, reminded_at=reminded, priority=ReferralPriority.ACUTE).due_at == reminded + timedelta(hours=24)
    assert replace(SENT, reminded_at=SENT_AT - timedelta(days=1)).due_at == SENT_AT + timedelta(days=14)


def test_what_is_not_sent_in_time_rises_too() -> None:
    draft = replace(SENT, state=S.DRAFT, sent_at=None, proposed_at=SENT_AT, priority=ReferralPriority.URGENT)

    assert draft.due_state(SENT_AT) is DueState.COMING
    assert draft.due_state(SENT_AT + timedelta(hours=60)) is DueState.DUE
    assert draft.due_state(SENT_AT + timedelta(hours=73)) is DueState.OVERDUE


def test_one_without_a_readable_time_is_looked_at_now() -> None:
    lost = replace(SENT, sent_at=None, changed_at=None)

    assert lost.due_state(SENT_AT) is DueState.OVERDUE
    assert lost.is_unanswered(SENT_AT)
    assert replace(SENT, sent_at=datetime.max.replace(tzinfo=UTC)).due_state(SENT_AT) is DueState.OVERDUE


def test_a_withdrawn_one_that_was_sent_is_open_until_the_recipient_is_told() -> None:
    withdrawn = replace(SENT, state=S.WITHDRAWN)

    assert withdrawn.task is ReferralTask.TELL_RECIPIENT
    assert not replace(withdrawn, recipient_told_at=SENT_AT).is_open
    assert not replace(withdrawn, sent_at=None).is_open


def test_an_unanswered_one_stands_above_what_is_due_and_says_nothing_but_code_kind_date_and_priority() -> None:
    now = SENT_AT + timedelta(days=14, seconds=1)
    coming = replace(SENT, id="later", sent_at=now)
    listed = queue([], {}, now.date(), away=referral_items([coming, SENT], {"c": "HV-7"}, now, STOCKHOLM))

    assert [item.referral_id for item in listed.items] == ["r", "later"]
    assert listed.unanswered == (listed.items[0],)
    assert listed.overdue == ()
    assert listed.counts[QueueFilter.UNANSWERED] == 1
    assert listed.items[0].kind is ReferralTask.GET_ANSWER
    assert listed.items[0].code == "HV-7"


def test_what_is_due_can_be_done_today_and_what_is_awaited_has_a_last_day() -> None:
    withdrawn = replace(SENT, id="told", state=S.WITHDRAWN)
    items = {item.referral_id: item for item in referral_items([SENT, withdrawn], {}, SENT_AT, STOCKHOLM)}
    today = SENT_AT.date()

    assert (items["told"].state, items["told"].window) == (
        DueState.DUE,
        DueWindow(today, today + timedelta(days=1), today + timedelta(days=1)),
    )
    assert (items["r"].state, items["r"].window) == (DueState.COMING, custom(today + timedelta(days=14)))


def test_figures_are_told_only_for_five_or_more() -> None:
    answered = replace(SENT, received_at=SENT_AT + timedelta(days=2))
    school = [(RecipientType.SCHOOL_HEALTH, answered)] * 4
    clinic = [(RecipientType.CHILD_PSYCHIATRY, answered)] * 4 + [(RecipientType.CHILD_PSYCHIATRY, SENT)]

    assert response_times([*school, *clinic]) == (
        ResponseTime(RecipientType.CHILD_PSYCHIATRY, 5, 4, timedelta(days=2)),
        ResponseTime(RecipientType.SCHOOL_HEALTH, None, None, None),
    )


def changed(record: Record | None, writer: str, at: datetime, **values: Any) -> Change:
    return new_change(record, type="referral", id="r", set=values, writer=writer, at=stamp(at))


MINUTE = timedelta(minutes=1)
BORN = fold(None, changed(None, "a.0", SENT_AT, state="draft", sent_at=None, priority="normal"))
steps = st.lists(st.tuples(st.sampled_from(("a.0", "b.0", "c.0")), st.sampled_from(ReferralState)), max_size=6)


@settings(deadline=None, max_examples=80)
@given(steps=steps, order=st.randoms(use_true_random=False))
def test_any_order_of_the_same_steps_gives_the_same_referral(steps: list[tuple[str, S]], order: Any) -> None:
    copies = dict.fromkeys(("a.0", "b.0", "c.0"), BORN)
    changes = []
    for number, (writer, state) in enumerate(steps, start=1):
        made = changed(copies[writer], writer, SENT_AT + number * MINUTE, state=state, sent_at=SENT_AT)
        copies[writer] = fold(copies[writer], made)
        changes.append(made)
    shuffled = [*changes, *changes]
    order.shuffle(shuffled)
    one, other = reduce(fold, changes, BORN), reduce(fold, shuffled, BORN)

    assert one == other
    referral = Referral.from_record(one)
    kept = {candidate["value"] for candidate in one["fields"]["state"]}
    if any(Referral(id="r", state=S(value), sent_at=SENT_AT).is_open for value in kept):
        assert referral.is_open
    assert S.WITHDRAWN not in kept or referral.state is S.WITHDRAWN


@settings(deadline=None, max_examples=60)
@given(st.lists(st.builds(Referral, id=st.just("r"), state=st.sampled_from(S), sent_at=st.just(SENT_AT)), max_size=5))
def test_nothing_is_archived_while_one_is_open(referrals: list[Referral]) -> None:
    if any(one.is_open for one in referrals):
        with pytest.raises(StillOpen):
            check_nothing_open([], referrals)
    else:
        check_nothing_open([], referrals)


def test_a_consent_taken_back_wins_over_sending_it_elsewhere_at_the_same_time() -> None:
    sent = changed(BORN, "a.0", SENT_AT + MINUTE, state="sent", sent_at=SENT_AT)
    withdrawn = changed(BORN, "b.0", SENT_AT, state="withdrawn")
    merged = fold(fold(BORN, withdrawn), sent)
    referral = Referral.from_record(merged)

    assert [conflict.field for conflict in conflicts(merged)] == ["state"]
    assert referral.state is S.WITHDRAWN
    assert referral.task is ReferralTask.TELL_RECIPIENT
