"""How long somebody has worked, and when she has to rest."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.shift import LONGEST_SHIFT, LONGEST_WITHOUT_BREAK, Break, Shift, ShiftWarning, hours
from tests.domain.records import NOON, made

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ON = Shift(id="s", on_at=NOON)


def rested(after: timedelta, length: timedelta | None = HOUR / 2) -> Break:
    return Break(NOON + after, NOON + after + length if length else None)


@pytest.mark.parametrize(
    ("shift", "after", "warnings"),
    [
        (ON, 4 * HOUR, ()),
        (ON, 4 * HOUR + MINUTE, (ShiftWarning.BREAK_DUE,)),
        (ON, 8 * HOUR + MINUTE, (ShiftWarning.BREAK_DUE, ShiftWarning.TOO_LONG)),
        (Shift(id="s", on_at=NOON, breaks=(rested(3 * HOUR),)), 7 * HOUR, ()),
        (Shift(id="s", on_at=NOON, breaks=(rested(3 * HOUR),)), 7.6 * HOUR, (ShiftWarning.BREAK_DUE,)),
        (Shift(id="s", on_at=NOON, breaks=(rested(3 * HOUR, None),)), 7.6 * HOUR, ()),
        (Shift(id="s", on_at=NOON, off_at=NOON + HOUR), 20 * HOUR, ()),
        (Shift(id="s"), 20 * HOUR, ()),
    ],
)
def test_who_needs_a_break_and_who_has_worked_too_long(
    shift: Shift, after: timedelta, warnings: tuple[ShiftWarning, ...]
) -> None:
    assert shift.warnings(NOON + after) == warnings


def test_hours_are_counted_without_the_breaks_also_while_one_lasts() -> None:
    ended = Shift(id="a", on_at=NOON, off_at=NOON + 5 * HOUR, breaks=(rested(2 * HOUR),))
    resting = Shift(id="b", on_at=NOON, breaks=(rested(HOUR, None),))

    assert hours([ended, resting], NOON + 3 * HOUR) == 4.5 * HOUR + HOUR
    assert resting.has_break_now


def test_it_is_said_when_the_next_break_has_to_begin() -> None:
    assert ON.break_due_at == NOON + LONGEST_WITHOUT_BREAK
    assert Shift(id="s", on_at=NOON, breaks=(rested(HOUR),)).break_due_at == NOON + 5.5 * HOUR


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 60)), max_size=5), st.integers(0, 1000))
def test_nobody_works_less_than_nothing_or_more_than_the_shift(breaks: list[tuple[int, int]], minutes: int) -> None:
    taken = tuple(rested(began * MINUTE, length * MINUTE) for began, length in breaks)
    shift, now = Shift(id="s", on_at=NOON, breaks=taken), NOON + minutes * MINUTE

    assert timedelta(0) <= shift.worked(now) <= shift.length(now)
    assert (ShiftWarning.TOO_LONG in shift.warnings(now)) == (minutes * MINUTE > LONGEST_SHIFT)


def test_a_shift_is_read_as_it_was_written_and_without_failing() -> None:
    written = made(
        "shift", "s", on_at=NOON, session_id="x", member="anna", breaks=[rested(HOUR).to_json(), {"began_at": 7}, 8]
    )

    assert Shift.from_record(written) == Shift(
        id="s", session_id="x", member="anna", on_at=NOON, breaks=(rested(HOUR),)
    )
    assert Shift.from_record(made("shift", breaks="often")) == Shift(id="r")
