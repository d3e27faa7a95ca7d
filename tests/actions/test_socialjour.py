"""Out of hours: the social emergency unit's own officers, and a session that is closed until tomorrow."""

import pytest

from fieldapp.actions import closing, sessions, visits
from fieldapp.actions.allowed import allowed, role_of
from fieldapp.actions.errors import GoneMeanwhile, NotAllowed
from fieldapp.domain.member import Role as Column
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import OpenedBy
from sync.protocol.circle import Role
from tests.journeys.people import Story
from tests.journeys.test_main_job import ALARM, MOTHER


def test_an_officer_is_invited_as_one_and_what_she_opens_says_so(story: Story) -> None:
    olga, siv = story.with_role("Olga Jour", Column.SOCIAL_EMERGENCY), story.with_role("Siv", Role.COORDINATOR)
    by_olga, by_siv = (sessions.open_session(hands.phone, ALARM) for hands in (olga, siv))
    story.sync_all(olga, siv, story.supervisor)
    seen = {one.id: one.opened_by for one in sessions.sessions(story.supervisor.phone)}

    assert (olga.phone.role, role_of(olga.phone)) == (Role.COORDINATOR, Column.SOCIAL_EMERGENCY)
    assert not allowed(olga.phone, Action.KEEP_ROTA)
    assert seen == {by_olga.id: OpenedBy.SOCIAL_EMERGENCY_UNIT, by_siv.id: OpenedBy.DISTRICT}


def test_a_session_is_closed_for_the_night_and_whoever_comes_is_met(story: Story) -> None:
    siv, anna = story.with_role("Siv", Role.COORDINATOR), story.with_role("Anna", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    story.sync_all(anna, siv)
    with pytest.raises(NotAllowed):
        sessions.close_for_the_night(anna.phone, opened.id)
    sessions.close_for_the_night(siv.phone, opened.id)
    story.sync_all(siv, anna)
    told = sessions.view(anna.phone, opened.id).stage
    met = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), MOTHER)
    sessions.open_again(siv.phone, opened.id)
    story.sync_all(siv, anna, siv)

    assert told == "paused"
    assert met.contact_id in {one.id for one in visits.contacts(siv.phone)}
    assert sessions.view(anna.phone, opened.id).stage == "open"


def test_what_is_being_closed_is_not_closed_for_the_night(story: Story) -> None:
    chef = story.supervisor
    opened = sessions.open_session(chef.phone, ALARM)
    chef.sync()
    sessions.close_for_the_night(chef.phone, opened.id)
    closing.start_closing(chef.phone, opened.id)

    assert sessions.view(chef.phone, opened.id).stage == "closing"
    with pytest.raises(GoneMeanwhile):
        sessions.close_for_the_night(chef.phone, opened.id)
