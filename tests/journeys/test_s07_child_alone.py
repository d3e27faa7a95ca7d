"""S7: a fourteen-year-old alone at half past ten; nothing is finished before somebody has him; no list tells more."""

from dataclasses import replace

import pytest

from fieldapp.actions import (
    consenting,
    extracts,
    persons,
    promises,
    queue,
    recipients,
    referral_steps,
    referring,
    sessions,
    visits,
)
from fieldapp.actions.errors import NotAllowed
from fieldapp.domain.consent import ConsentAnswer, ConsentContent, ConsentHow, GivenBy
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, ChildConcern, GuardianInformed
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.recipient import RecipientForm, RecipientType
from fieldapp.domain.referral_choices import ReferralChannel, ReferralPriority, ReferralTask
from fieldapp.domain.referral_consent import ReferralNotConsented
from fieldapp.domain.referral_form import ReferralForm
from fieldapp.domain.visit_choices import LeftWith, Need
from fieldapp.domain.visit_form import Question, VisitIncomplete, missing
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER
from tests.server.running import RunningServer

NOTE = "Mamma hämtade honom"
SCHOOL_HEALTH = RecipientForm(name="Elevhälsan", type=RecipientType.SCHOOL_HEALTH, phone="08-1", bound_by_secrecy=True)
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
    [row] = queue.queue(siv.phone).everything
    contact = next(one for one in visits.contacts(siv.phone) if one.id == saved.contact_id)

    assert row.code == saved.code
    assert {"Elias", NOTE}.isdisjoint(str(getattr(row, name)) for name in row.__slots__)
    assert contact.child_concern is ChildConcern.REPORTED
    assert contact.child_concern_at == reported_at
    assert contact.child_alone is True
    assert [visit.left_with for visit in visits.visits_of(siv.phone, saved.contact_id)] == [LeftWith.GUARDIAN]
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
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    story.sync_all(anna, siv)
    for hands in (anna, siv):
        with pytest.raises(NotAllowed):
            extracts.extract(hands.phone, saved.contact_id, "Pappan frågar")


def test_school_health_is_asked_when_his_guardians_agree_and_he_is_called_early(story: Story, anna: Hands) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    session = sessions.current(anna.phone)
    assert session is not None
    school = recipients.save_recipient(siv.phone, SCHOOL_HEALTH)
    gone_home = replace(BOY, left_with=LeftWith.GUARDIAN)
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), gone_home)
    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    story.sync_all(siv, anna, siv)
    asks = ReferralForm(
        recipient=school,
        need=Need.CONTACT_WITH_SCHOOL,
        priority=ReferralPriority.NORMAL,
        content=(ConsentContent.NAME, ConsentContent.AGE),
        answer=ConsentAnswer.YES,
        given_by=GivenBy.PERSON,
    )
    referral = referring.refer(siv.phone, saved.contact_id, asks)
    with pytest.raises(ReferralNotConsented):
        referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))
    for guardian in (GivenBy.GUARDIAN, GivenBy.OTHER_GUARDIAN):
        consenting.record_consent(siv.phone, referral, guardian, ConsentAnswer.YES, ConsentHow.ORAL)
    referral_steps.send(siv.phone, referral, (ReferralChannel.PHONE,))

    rows = queue.queue(siv.phone).everything
    assert {row.code for row in rows} == {saved.code}
    assert {row.kind for row in rows} == {FollowUpKind.EARLY, ReferralTask.GET_ANSWER}
