"""The 72 hours, what is known of a lost phone, and when its record may be closed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.data_breach import (
    BreachClosed,
    BreachReasonMissing,
    BreachStepKind,
    BreachUndecided,
    breaches,
    check_step,
)
from fieldapp.domain.late_entry import TimeAhead, TimeMistyped, began_at
from fieldapp.domain.merge import Record
from tests.domain.records import NOON, made

HOUR = timedelta(hours=1)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
CLOSED, NOTIFIED = BreachStepKind.CLOSED, BreachStepKind.AUTHORITY_NOTIFIED


def noted(record_id: str = "b", after: timedelta = timedelta(0), **values: object) -> Record:
    found = {"issued": 6, "received": 4, "people": 4, "reason": "Tappad"} | values
    return made("breach", record_id, device="aa", discovered_at=NOON + after, **found)


def step(kind: BreachStepKind, after: timedelta = HOUR, text: str = "", record_id: str = "s") -> Record:
    return made("breach_step", record_id, device="aa", kind=kind, at=NOON + after, by="karin", text=text)


def test_the_clock_runs_72_hours_from_the_discovery_until_somebody_decides() -> None:
    (running,) = breaches([noted()], [step(BreachStepKind.PERSONS_INFORMED)])
    (decided,) = breaches([noted()], [step(NOTIFIED)])

    assert running.left(NOON + HOUR) == 71 * HOUR
    assert running.left(NOON + 73 * HOUR) == -HOUR
    assert decided.left(NOON + 73 * HOUR) is None


def test_what_is_missing_is_at_least_what_the_last_heartbeat_said() -> None:
    (heard,) = breaches([noted()], [])
    (never_heard,) = breaches([noted(issued=None)], [])
    (more_arrived,) = breaches([noted(received=9)], [])

    assert [one.missing for one in (heard, never_heard, more_arrived)] == [2, 0, 0]


def test_two_supervisors_who_note_the_same_loss_share_one_clock_the_earlier() -> None:
    (joined,) = breaches([noted("b1", 3 * HOUR, issued=8), noted("b2")], [step(NOTIFIED)])

    assert joined.discovered_at == NOON
    assert joined.missing == 4
    assert joined.decision is not None


@pytest.mark.parametrize(
    ("done", "kind", "text", "refused"),
    [
        ([], CLOSED, "Klart", BreachUndecided),
        ([step(NOTIFIED)], CLOSED, " ", BreachReasonMissing),
        ([], BreachStepKind.NOT_REPORTABLE, "", BreachReasonMissing),
        ([], BreachStepKind.OTHER, "", BreachReasonMissing),
        ([step(NOTIFIED), step(CLOSED, text="Klart", record_id="c")], NOTIFIED, "", BreachClosed),
    ],
)
def test_a_breach_is_closed_with_a_decision_and_a_reason(
    done: list[Record], kind: BreachStepKind, text: str, refused: type[Exception]
) -> None:
    (found,) = breaches([noted()], done)

    with pytest.raises(refused):
        check_step(found, kind, text)


def test_what_was_decided_may_be_closed() -> None:
    (found,) = breaches([noted()], [step(BreachStepKind.NOT_REPORTABLE, text="Krypterad, lång lösenfras")])
    check_step(found, CLOSED, "Telefonen är tömd")
    (closed,) = breaches([noted()], [step(NOTIFIED), step(CLOSED, text="Klart", record_id="c")])

    assert found.is_open
    assert not closed.is_open


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 90), st.sampled_from(BreachStepKind)), max_size=6),
    st.lists(st.integers(0, 9), min_size=1, max_size=3),
    st.randoms(use_true_random=False),
)
def test_every_supervisor_sees_the_same_in_whatever_order_it_came(steps, found, shuffler) -> None:
    opened = [noted(f"b{number}", after * HOUR) for number, after in enumerate(found)]
    done = [step(kind, after * HOUR, "x", f"s{number}") for number, (after, kind) in enumerate(steps)]
    shuffled = [*opened], [*done]
    for pile in shuffled:
        shuffler.shuffle(pile)

    assert breaches(opened, done) == breaches(*shuffled)
    assert len(breaches(opened, done)[0].steps) == len(steps)


def test_a_record_of_tomorrow_neither_fails_nor_stops_the_clock() -> None:
    (found,) = breaches([noted(issued="many")], [step("burnt")])  # type: ignore[arg-type]  # a kind from a newer app

    assert found.decision is None
    assert found.is_open
    assert breaches([made("breach", "x", device="bb")], []) == ()


@pytest.mark.parametrize("typed", ["21.15", " 21:15 ", "2115"])
def test_a_time_is_read_as_people_write_it(typed: str) -> None:
    at = began_at(date(2026, 11, 18), typed, now=NOON, zone=STOCKHOLM)

    assert at == datetime(2026, 11, 18, 21, 15, tzinfo=STOCKHOLM)


@pytest.mark.parametrize("typed", ["", "kväll", "25.00", "21.60", "21"])
def test_what_is_no_time_is_asked_for_again(typed: str) -> None:
    with pytest.raises(TimeMistyped):
        began_at(date(2026, 11, 18), typed, now=NOON, zone=STOCKHOLM)


def test_a_visit_cannot_have_been_in_the_future() -> None:
    with pytest.raises(TimeAhead):
        began_at(date(2026, 11, 19), "21.15", now=NOON, zone=STOCKHOLM)
