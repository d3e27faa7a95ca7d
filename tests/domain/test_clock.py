from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.clock import HybridClock, instant

NOW = datetime(2026, 11, 19, 17, 40, tzinfo=UTC)
offsets = st.integers(-10_000_000, 10_000_000).map(lambda ms: timedelta(milliseconds=ms))


@settings(deadline=None, max_examples=100)
@given(st.lists(offsets, min_size=2))
def test_every_tick_is_later_than_the_one_before_however_the_wall_clock_jumps(jumps: list[timedelta]) -> None:
    clock = HybridClock()
    stamps = [clock.tick(NOW + jump) for jump in jumps]

    assert stamps == sorted(set(stamps))


@settings(deadline=None, max_examples=100)
@given(offsets, offsets)
def test_a_tick_follows_what_was_observed_but_never_beyond_five_minutes(theirs: timedelta, mine: timedelta) -> None:
    seen = HybridClock().tick(NOW + theirs)
    clock = HybridClock()
    clock.observe(seen, NOW + mine)
    tick = clock.tick(NOW + mine)

    assert tick > seen or theirs > mine + timedelta(minutes=5)
    assert instant(tick) <= NOW + mine + timedelta(minutes=5)


def test_a_stamp_has_a_fixed_width_and_says_when() -> None:
    stamp = HybridClock().tick(NOW)

    assert stamp == f"{int(NOW.timestamp() * 1000):013x}-0000"
    assert instant(stamp) == NOW


def test_a_clock_goes_on_where_it_was_saved() -> None:
    saved = HybridClock().tick(NOW)

    assert HybridClock(saved).tick(NOW - timedelta(days=1)) == saved[:-1] + "1"


def test_a_full_counter_moves_to_the_next_millisecond() -> None:
    clock = HybridClock("0000000000005-ffff")

    assert clock.tick(datetime.fromtimestamp(0, UTC)) == "0000000000006-0000"


def test_a_stamp_that_is_none_teaches_nothing() -> None:
    clock = HybridClock()
    clock.observe("zzzzzzzzzzzzz-zzzz", NOW)

    assert clock.last == "0000000000000-0000"
    assert instant("tomorrow") is None
    assert instant("fffffffffffff-0000") is None
