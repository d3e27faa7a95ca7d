"""S7: a fourteen-year-old alone at half past ten; nothing is finished before somebody has him; no list tells more."""

from dataclasses import replace

import pytest

from fieldapp.actions import persons, promises, queue, sessions, visits
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, ChildConcern, GuardianInformed
from fieldapp.domain.visit_choices import LeftWith
from fieldapp.domain.visit_form import Question, VisitIncomplete, missing
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.server.running import RunningServer

NOTE = "Mamma hämtade honom"
BOY = replace(
    MOTHER,
    name="Elias",
    age_band=AgeBand.AGE_13_15,
    affected_as=AffectedAs.WITNESS,
    child_alone=True,
    note=NOTE,
)


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    return hands


def test_offline_the_visit_is_not_finished_before_somebody_has_him(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    server.stop()
    code = visits.new_code(anna.phone)
    with pytest.raises(VisitIncomplete):
        visits.register_visit(anna.phone, session.id, code, BOY)

    assert missing(BOY) == (Question.LEFT_WITH,)
    assert visits.my_visits(anna.phone) == ()
    gone_home = replace(BOY, left_with=LeftWith.GUARDIAN, guardian_informed=GuardianInformed.YES)
    assert visits.register_visit(anna.phone, session.id, code, gone_home).code == code
    server.start()


def test_a_report_of_concern_is_a_time_and_the_list_says_nothing_of_it(story: Story, anna: Hands) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.current(anna.phone)
    assert session is not None
    reported_at = story.now().replace(microsecond=0)
    concern = replace(BOY, child_concern=ChildConcern.REPORTED, child_concern_at=reported_at)
    reported = replace(concern, left_with=LeftWith.GUARDIAN)
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), reported)
    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    story.sync_all(anna, siv)
    row = queue.queue(siv.phone).coming[0]
    contact = next(one for one in visits.contacts(siv.phone) if one.id == saved.contact_id)

    assert row.code == saved.code
    assert {"Elias", NOTE}.isdisjoint(str(getattr(row, name)) for name in row.__slots__)
    assert contact.child_concern is ChildConcern.REPORTED
    assert contact.child_concern_at == reported_at
    opened = persons.open_person(siv.phone, saved.contact_id)
    assert (opened.name, opened.age_band) == ("Elias", AgeBand.AGE_13_15)


def test_nothing_is_printed_about_a_child_but_the_slip_with_his_code(story: Story, anna: Hands) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    gone_home = replace(BOY, left_with=LeftWith.GUARDIAN)
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), gone_home)
    slip = promises.slip(anna.phone, saved.contact_id)

    assert slip.code == saved.code
    assert {"Elias", NOTE}.isdisjoint(str(getattr(slip, name)) for name in slip.__slots__)
