"""Who is on duty when, and who answers until the week is taken over."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.clock import HybridClock
from fieldapp.domain.merge import Change, Record, fold, new_change
from fieldapp.domain.rota import (
    WEEK,
    Rota,
    RotaWeek,
    WeekTakeover,
    answers_for_it,
    duty_week,
    monday_of,
    on_duty,
    taken_over,
)
from fieldapp.domain.week_report import WeekReport
from tests.domain.records import NOON, made

STOCKHOLM = ZoneInfo("Europe/Stockholm")
MONDAY = date(2026, 11, 16)
FOUR = Rota(order=("siv", "bo", "eva", "ali"), starts_on=MONDAY)
AT = datetime(2026, 11, 16, 7, 4, tzinfo=UTC)


def took(member: str, monday: date, *, minutes: int = 0) -> WeekTakeover:
    return WeekTakeover(monday=monday, member=member, at=AT + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("at", "monday"),
    [
        (datetime(2026, 11, 16, 6, 59, tzinfo=UTC), date(2026, 11, 9)),
        (datetime(2026, 11, 16, 7, 0, tzinfo=UTC), MONDAY),
        (datetime(2026, 11, 22, 23, 0, tzinfo=UTC), MONDAY),
        # In summer eight o'clock is an hour earlier in the world's time; the night the clocks change is none.
        (datetime(2026, 7, 6, 5, 59, tzinfo=UTC), date(2026, 6, 29)),
        (datetime(2026, 7, 6, 6, 0, tzinfo=UTC), date(2026, 7, 6)),
        (datetime(2026, 10, 26, 6, 59, tzinfo=UTC), date(2026, 10, 19)),
    ],
)
def test_the_week_changes_on_monday_at_eight_on_the_wall(at: datetime, monday: date) -> None:
    assert duty_week(at, zone=STOCKHOLM) == monday


def test_four_take_turns_and_begin_again() -> None:
    mondays = [MONDAY + WEEK * number for number in range(-1, 6)]

    assert [FOUR.planned(monday) for monday in mondays] == ["", "siv", "bo", "eva", "ali", "siv", "bo"]


def test_a_rota_begun_in_the_middle_of_a_week_begins_with_that_week() -> None:
    begun = Rota(order=FOUR.order, starts_on=MONDAY + timedelta(days=3))

    assert begun.planned(MONDAY) == "siv"
    assert begun.planned(MONDAY + WEEK) == "bo"


def test_a_swapped_week_is_taken_by_somebody_else_and_the_others_stay() -> None:
    swapped = [RotaWeek(monday=MONDAY + WEEK, member="ali"), RotaWeek(monday=MONDAY, member="")]

    assert [on_duty(FOUR, swapped, MONDAY + WEEK * number) for number in range(3)] == ["siv", "ali", "eva"]


def test_nobody_is_on_duty_without_a_rota() -> None:
    assert on_duty(Rota(), [], MONDAY) == ""
    assert Rota(order=("siv",)).planned(MONDAY) == ""


@settings(deadline=None, max_examples=100)
@given(st.dates(date(2026, 1, 1), date(2040, 1, 1)), st.integers(1, 6))
def test_every_week_after_the_start_has_somebody_and_the_turns_are_fair(start: date, people: int) -> None:
    order = tuple(map(str, range(people)))
    rota = Rota(order=order, starts_on=start)

    assert [rota.planned(monday_of(start) + WEEK * number) for number in range(people * 2)] == [*order, *order]


def test_until_somebody_takes_over_whoever_had_the_last_week_answers() -> None:
    takeovers = [took("siv", MONDAY)]

    assert answers_for_it(takeovers, MONDAY, "x") == "siv"
    assert answers_for_it(takeovers, MONDAY + WEEK, "x") == "siv"
    assert answers_for_it([*takeovers, took("bo", MONDAY + WEEK)], MONDAY + WEEK, "x") == "bo"
    assert answers_for_it([], MONDAY, "planned before") == "planned before"


def test_a_takeover_of_another_week_takes_over_nothing_now() -> None:
    later = [took("eva", MONDAY + WEEK * 2)]

    assert taken_over(later, MONDAY) is None
    assert answers_for_it([took("siv", MONDAY), *later], MONDAY + WEEK, "") == "siv"


def test_a_week_that_changes_hands_belongs_to_the_last_who_took_it() -> None:
    takeovers = [took("ali", MONDAY, minutes=90), took("siv", MONDAY)]

    assert taken_over(takeovers, MONDAY) == takeovers[0]
    assert answers_for_it(takeovers, MONDAY, "") == "ali"


def test_what_was_acknowledged_is_kept_in_figures() -> None:
    figures = WeekReport(open=43, due=12, overdue=3, unanswered=2, protected=1)
    kept = WeekTakeover.from_record(made("week_takeover", monday=MONDAY, member="bo", at=AT, report=figures.to_json()))

    assert kept == WeekTakeover(monday=MONDAY, member="bo", at=AT, report=figures)


def test_a_record_of_tomorrow_is_read_without_failing() -> None:
    assert Rota.from_record(made("rota", order="everybody", starts_on=7)) == Rota()
    assert WeekTakeover.from_record(made("week_takeover", report=[1, 2])) == WeekTakeover()
    assert RotaWeek.from_record(made("rota_week")) == RotaWeek()


def _swaps(choices: list[str]) -> list[Change]:
    """Each coordinator swaps the same week while apart."""
    clocks = HybridClock()
    return [
        new_change(
            None,
            type="rota_week",
            id="w",
            set={"monday": MONDAY, "member": member},
            writer=f"{number}.0",
            at=clocks.tick(NOON),
        )
        for number, member in enumerate(choices)
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.sampled_from(["bo", "eva", "ali"]), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_swaps_made_apart_give_every_phone_the_same_coordinator_and_a_mark(choices: list[str], shuffler) -> None:
    changes = _swaps(choices)
    shuffled = [*changes, changes[0]]
    shuffler.shuffle(shuffled)
    records: list[Record | None] = [None, None]
    for number, order in enumerate((changes, shuffled)):
        for change in order:
            records[number] = fold(records[number], change)
    weeks = [RotaWeek.from_record(record) for record in records if record]

    assert weeks[0] == weeks[1]
    assert on_duty(FOUR, weeks[:1], MONDAY) == choices[-1]
    assert weeks[0].in_conflict == (len(set(choices)) > 1)
