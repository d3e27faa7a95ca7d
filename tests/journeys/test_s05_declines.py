"""S5: a man declines, keeps his slip, and calls three weeks later with nothing but the code."""

from dataclasses import replace

import pytest

from fieldapp.actions import closing, measuring, persons, promises, queue, returning, sessions, visits
from fieldapp.actions.returning import Call, CallIncomplete
from fieldapp.domain.consent import Consent, ConsentAnswer, ConsentPurpose
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, IdentityLevel
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.visit_choices import AcuteAction, Need, Outcome, SupportGiven
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import records
from sync.protocol.circle import Role
from sync.protocol.members import SessionState
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER

WITNESS = VisitForm(
    age_band=AgeBand.AGE_30_64,
    affected_as=AffectedAs.WITNESS,
    needs=(Need.INFORMATION_ABOUT_REACTIONS,),
    support_given=(SupportGiven.INFORMATION,),
    acute_actions=(AcuteAction.NO_DANGER,),
    outcome=Outcome.DECLINED_MAY_RECONTACT,
    info_given=True,
)
INFORMED = replace(WITNESS, outcome=Outcome.INFORMATION_GIVEN)
CALL = Call(
    identity_level=IdentityLevel.IDENTIFIED,
    name="Lars Lind",
    phone="070-222 33 44",
    needs=(Need.TALK,),
    support_given=(SupportGiven.LISTENING,),
    acute_actions=(AcuteAction.NO_DANGER,),
    wants_contact=ConsentAnswer.YES,
)


@pytest.fixture
def night(story: Story) -> tuple[Hands, Hands, str, str, str]:
    """Anna, Siv, the session, the man's contact and the code on his slip."""
    siv, anna = story.with_role("Siv Samordnare", Role.COORDINATOR), story.with_role("Anna Stöd", Role.SUPPORTER)
    opened = sessions.open_session(anna.phone, ALARM)
    saved = visits.register_visit(anna.phone, opened.id, visits.new_code(anna.phone), WITNESS)
    return anna, siv, opened.id, saved.contact_id, promises.slip(anna.phone, saved.contact_id).code


def consents(hands: Hands, contact: str) -> list[Consent]:
    found = map(Consent.from_record, records.records(hands.phone.store, "consent"))
    return [one for one in found if one.contact_id == contact and one.purpose is ConsentPurpose.RECONTACT]


def test_he_is_found_by_his_code_and_goes_on_as_the_same_person(
    story: Story, night: tuple[Hands, Hands, str, str, str]
) -> None:
    anna, siv, session, contact, code = night
    promises.decline(anna.phone, contact, None)
    others = [visits.register_visit(anna.phone, session, visits.new_code(anna.phone), INFORMED) for _ in range(5)]
    story.sync_all(anna, siv, story.supervisor)

    [visit] = visits.visits_of(siv.phone, contact)
    assert (visit.outcome, visit.support_given) == (Outcome.DECLINED, (SupportGiven.INFORMATION,))
    assert queue.follow_ups(siv.phone) == []
    assert [one.answer for one in consents(siv, contact)] == [ConsentAnswer.NO]
    record = records.record(siv.phone.store, "contact", contact)
    assert record is not None
    assert not {"name", "phone"} & record["fields"].keys()
    known = promises.contact_of(siv.phone, contact)
    assert (known.identity_level, known.age_band) == (IdentityLevel.ANONYMOUS, AgeBand.AGE_30_64)
    assert known.affected_as is AffectedAs.WITNESS
    assert promises.slip(anna.phone, contact).latest is None
    chief = story.supervisor.phone
    closing.start_closing(chief, session)
    anna.sync()
    closing.close(chief, session)

    story.pass_time(days=21)
    story.sync_all(siv)
    assert sessions.view(siv.phone, session).state is SessionState.CLOSED
    typed = code.replace("-", "").lower()
    assert queue.find_by_code(siv.phone, typed) == contact
    assert contact not in {queue.find_by_code(siv.phone, other.code) for other in others}
    assert [one.id for one in visits.contacts(siv.phone) if one.answers_to(code)] == [contact]
    before = persons.open_person(siv.phone, contact)
    assert (before.identity_level, before.name) == (IdentityLevel.ANONYMOUS, "")

    returning.note_call(siv.phone, contact, CALL)
    promises.agree(siv.phone, contact, replace(CALL_HER, kind=FollowUpKind.ONE_MONTH, phone=CALL.phone))
    story.sync_all(siv, story.supervisor)
    person = persons.open_person(chief, contact)
    assert (person.contact_id, person.code, person.name) == (contact, code, "Lars Lind")
    assert person.identity_level is IdentityLevel.IDENTIFIED
    assert person.age_band is AgeBand.AGE_30_64
    assert len(person.visits) == 2
    assert [row.code for row in queue.queue(siv.phone).due + queue.queue(siv.phone).coming] == [code]
    assert consents(siv, contact)[-1].answer is ConsentAnswer.YES
    figures = measuring.figures(chief, (session,))
    assert figures.coverage.flagged == 1
    assert (figures.people, figures.visits) == (6, 7)
    assert (figures.identified.part, figures.identified.whole) == (1, 6)


def test_had_he_said_in_a_week_he_is_called_in_the_first_window(
    story: Story, night: tuple[Hands, Hands, str, str, str]
) -> None:
    anna, siv, _, contact, code = night
    promises.decline(anna.phone, contact, FollowUpKind.EARLY)
    story.sync_all(anna, siv)

    [row] = queue.queue(siv.phone).coming
    assert (row.code, row.kind) == (code, FollowUpKind.EARLY)
    assert [one.answer for one in consents(siv, contact)] == [ConsentAnswer.YES]
    assert persons.open_person(siv.phone, contact).name == ""


def test_a_call_without_a_name_makes_nobody_anonymous_again_and_asks_what_every_visit_asks(
    story: Story, night: tuple[Hands, Hands, str, str, str]
) -> None:
    anna, siv, _, contact, _ = night
    story.sync_all(anna, siv)
    with pytest.raises(CallIncomplete):
        returning.note_call(siv.phone, contact, replace(CALL, name=" "))
    with pytest.raises(CallIncomplete):
        returning.note_call(siv.phone, contact, replace(CALL, acute_actions=()))
    with pytest.raises(CallIncomplete):
        returning.note_call(siv.phone, contact, replace(CALL, wants_contact=None))
    returning.note_call(siv.phone, contact, CALL)
    nameless = replace(CALL, identity_level=IdentityLevel.ANONYMOUS, name="", wants_contact=ConsentAnswer.NO)
    returning.note_call(siv.phone, contact, nameless)

    person = persons.open_person(siv.phone, contact)
    assert (person.identity_level, person.name) == (IdentityLevel.IDENTIFIED, "Lars Lind")
    assert len(person.visits) == 3
