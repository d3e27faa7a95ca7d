"""A phone that is not heard for two weeks shows nothing old, loses nothing, and goes on taking visits."""

import asyncio
from collections.abc import Callable

import pytest

from fieldapp.actions import lease, safety, sessions, visits
from fieldapp.ui.routes import lapsed_routes
from fieldapp.ui.screens.supporter.lapsed import LapsedHome
from fieldapp.ui.screens.supporter.slip import Slip
from fieldapp.ui.state import Shell, ShellContext, SyncContext, SyncState, Written, WrittenContext
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, MOTHER, met
from tests.ui.screen_driver import Screen, open_screen


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    hands.sync()
    return hands


def drawn(hands: Hands, page: Callable[[], object] = LapsedHome) -> Screen:
    async def shown() -> Screen:
        shell, written, sync = Shell(hands.folder, hands.phone), Written(), SyncState()
        inside = lambda: SyncContext(sync, page)  # noqa: E731 - three contexts in one another
        return await open_screen(lambda: ShellContext(shell, lambda: WrittenContext(written, inside)))

    return asyncio.run(shown())


def test_after_two_weeks_the_old_is_hidden_and_new_visits_are_taken_and_then_all_is_back(
    story: Story, anna: Hands
) -> None:
    contact, _ = met(anna)
    story.pass_time(days=13)
    assert not lease.has_lapsed(anna.phone)

    story.pass_time(days=2)
    assert lease.has_lapsed(anna.phone)
    waiting = safety.safety(anna.phone).waiting
    session = sessions.current(anna.phone)
    assert session is not None
    visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), MOTHER)
    shown = drawn(anna)
    assert shown.shows("Det som finns på telefonen är låst")
    assert shown.shows("Nytt besök")
    assert not shown.shows("HV-")
    assert safety.safety(anna.phone).waiting > waiting > 0

    anna.sync()
    assert safety.safety(anna.phone).all_safe
    assert not lease.has_lapsed(anna.phone)
    assert contact in {row.contact_id for row in visits.my_visits(anna.phone)}


def test_a_clock_that_is_set_back_opens_nothing(story: Story, anna: Hands) -> None:
    story.pass_time(days=15)
    anna.restart()
    story.pass_time(days=-14)

    assert lease.has_lapsed(anna.phone)
    anna.restart()
    assert lease.has_lapsed(anna.phone)
    anna.sync()
    assert not lease.has_lapsed(anna.phone)


def test_a_clock_that_ran_ahead_locks_only_until_the_next_contact(story: Story, anna: Hands) -> None:
    story.pass_time(days=400)
    anna.restart()
    story.pass_time(days=-400)
    anna.sync()

    assert not lease.has_lapsed(anna.phone)
    story.pass_time(days=13)
    assert not lease.has_lapsed(anna.phone)


def test_no_page_of_a_lapsed_phone_lists_what_was_there() -> None:
    paths = {child.path for route in lapsed_routes() for child in [route, *(route.children or [])]}

    assert paths.isdisjoint({"/visits", "/queue", "/devices", "/more", "/sessions"})
    assert {"visit", "safety"} <= paths


def test_a_page_about_somebody_who_was_met_before_is_locked_too(story: Story, anna: Hands) -> None:
    known, _ = met(anna)
    story.pass_time(days=15)
    assert lease.hides(anna.phone, known)
    assert drawn(anna, Slip).shows("Det som finns på telefonen är låst")

    session = sessions.current(anna.phone)
    assert session is not None
    sitting_there = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), MOTHER).contact_id
    assert not lease.hides(anna.phone, sitting_there)
    anna.sync()
    assert not lease.hides(anna.phone, known)
    story.pass_time(days=15)
    assert lease.hides(anna.phone, sitting_there)
