"""The gate and the deed agree: what is shown as ready can be closed."""

import pytest

from fieldapp.actions import closing, promises, sessions, shift, visits
from fieldapp.actions.views import SessionState
from fieldapp.domain.closing import NotReadyToClose
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER, met


def test_a_phone_that_joined_and_made_nothing_does_not_hold_the_session_open(story: Story) -> None:
    anna, idle = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bo Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(idle.phone, opened.code)
    story.sync_all(anna, idle, anna, story.supervisor)
    chief = story.supervisor.phone
    closing.start_closing(chief, opened.id)
    story.sync_all(anna, idle)

    assert closing.refresh(chief, opened.id).is_ready
    closing.close(chief, opened.id)
    assert closing.gate(chief, opened.id).session.state is SessionState.CLOSED


def test_a_visit_made_after_the_phone_was_last_heard_holds_the_session_open(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, anna, story.supervisor)
    met(anna)
    chief = story.supervisor.phone
    closing.start_closing(chief, opened.id)
    before = closing.refresh(chief, opened.id)
    with pytest.raises(NotReadyToClose):
        closing.close(chief, opened.id)
    anna.sync()
    story.supervisor.sync()

    assert [device.label for device in before.unsettled] == ["K1"]
    assert before.unsettled[0].count.missing == 0
    assert closing.refresh(chief, opened.id).unsettled == ()


def test_a_coordinator_s_promise_takes_the_person_off_the_gate(story: Story) -> None:
    coordinator, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    saved = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), MOTHER)
    story.sync_all(anna, coordinator, anna, coordinator, story.supervisor)
    chief = story.supervisor.phone
    before = closing.gate(chief, opened.id).people_without
    promises.agree(coordinator.phone, saved.contact_id, CALL_HER)
    story.sync_all(coordinator, story.supervisor)

    assert [person.contact_id for person in before] == [saved.contact_id]
    assert closing.gate(chief, opened.id).people_without == ()


def test_a_shift_is_over_when_the_phone_has_let_go_of_its_last_session(story: Story) -> None:
    coordinator, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, coordinator, anna, coordinator, story.supervisor)
    before = shift.is_over(anna.phone)
    closing.start_closing(story.supervisor.phone, opened.id)
    anna.sync()
    closing.close(story.supervisor.phone, opened.id)
    story.sync_all(coordinator, anna)

    assert not before
    assert shift.is_over(anna.phone)
    anna.restart()
    assert shift.is_over(anna.phone)
