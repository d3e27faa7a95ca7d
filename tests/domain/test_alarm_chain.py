"""The minutes between the alarm and the first visit."""

from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.alarm_chain import AlarmChain, ChainStep
from tests.domain.records import NOON

MINUTE = timedelta(minutes=1)


def test_each_step_says_how_long_after_the_one_before_it() -> None:
    chain = AlarmChain(
        alarm_at=NOON,
        activated_at=NOON + 3 * MINUTE,
        opened_at=NOON + 4.5 * MINUTE,
        first_visit_at=NOON + 20 * MINUTE,
    )

    assert [(one.step, one.minutes) for one in chain.times] == [
        (ChainStep.ALARM, None),
        (ChainStep.ACTIVATED, 3),
        (ChainStep.OPENED, 1),
        (ChainStep.FIRST_VISIT, 15),
    ]
    assert (chain.minutes_to_open, chain.minutes_to_first_visit) == (4, 20)


def test_what_is_not_known_is_left_out_and_the_next_counts_from_what_is() -> None:
    chain = AlarmChain(alarm_at=NOON, first_visit_at=NOON + 20 * MINUTE)

    assert [(one.step, one.minutes) for one in chain.times] == [(ChainStep.ALARM, None), (ChainStep.FIRST_VISIT, 20)]
    assert chain.began_in_time is None
    assert AlarmChain().times == ()


def test_five_minutes_are_in_time_and_not_a_second_more() -> None:
    exactly = AlarmChain(activated_at=NOON, opened_at=NOON + 5 * MINUTE)
    late = AlarmChain(activated_at=NOON, opened_at=NOON + 5 * MINUTE + timedelta(seconds=1))

    assert exactly.began_in_time is True
    assert late.began_in_time is False


@settings(deadline=None, max_examples=100)
@given(st.lists(st.one_of(st.none(), st.datetimes(timezones=st.just(NOON.tzinfo))), min_size=4, max_size=4))
def test_clocks_that_disagree_give_no_figure_below_zero(times: list[datetime | None]) -> None:
    alarm, activated, opened, first = times
    chain = AlarmChain(alarm_at=alarm, activated_at=activated, opened_at=opened, first_visit_at=first)

    assert all(one.minutes is None or one.minutes >= 0 for one in chain.times)
    assert len(chain.times) == sum(one is not None for one in times)
