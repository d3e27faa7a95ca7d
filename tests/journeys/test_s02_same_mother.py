"""S2: two phones register the same mother, and a human makes one person of her."""

from contextlib import closing as ending
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from fieldapp.actions import duplicates, handing_on, household, persons, promises, queue, sessions, visits
from fieldapp.actions.duplicates import proposals
from fieldapp.actions.errors import CannotBeJoined, NotAllowed
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.follow_up import ClosedReason, FollowUpState
from fieldapp.domain.likeness import Likeness
from fieldapp.domain.merge import shown
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.visit_form import VisitForm
from fieldapp.store import records
from sync.protocol.circle import Role
from sync.server.engine import Database, database_url
from sync.server.watch import counted
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, MOTHER, met
from tests.server.running import RunningServer


@dataclass
class Mother:
    """Anna met her at the citizens' office, Bertil forty minutes later at the school."""

    anna: Hands
    bertil: Hands
    siv: Hands
    at_office: str
    at_school: str
    office_code: str
    school_code: str


@pytest.fixture
def mother(story: Story, server: RunningServer) -> Mother:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna, bertil = story.with_role("Anna Stöd", Role.SUPPORTER), story.with_role("Bertil Stöd", Role.SUPPORTER)
    server.stop()
    opened = sessions.open_session(anna.phone, ALARM)
    sessions.join_session(bertil.phone, opened.code)
    at_office, office_code = met(anna)
    story.pass_time(minutes=40)
    at_school, school_code = met(bertil, replace(MOTHER, name="Aminah", note="Vill veta mer"))
    server.start()
    story.pass_time(hours=1)
    story.sync_all(bertil, anna, bertil, siv)
    return Mother(anna, bertil, siv, at_office, at_school, office_code, school_code)


def coming(hands: Hands) -> list[str]:
    return [row.code for row in queue.queue(hands.phone).coming]


def open_at_the_server(server: RunningServer, story: Story) -> int:
    with ending(Database(database_url(str(server.database)))) as database, database.reading() as connection:
        return counted(connection, story.supervisor.phone.board, story.time.date() + timedelta(days=400)).open


def test_she_is_proposed_and_nothing_is_joined_before_a_human_has_seen_both(story: Story, mother: Mother) -> None:
    siv = mother.siv.phone
    [found] = proposals(siv)

    assert set(found.pair) == {mother.at_office, mother.at_school}
    assert found.likeness is Likeness.PHONE_AND_NAME
    assert sorted(coming(mother.siv)) == sorted([mother.office_code, mother.school_code])
    side_by_side = [persons.open_person(siv, contact) for contact in found.pair]
    assert {person.name for person in side_by_side} == {"Amina", "Aminah"}
    story.sync_all(mother.siv, mother.anna, mother.bertil, mother.siv, story.supervisor)
    assert len(proposals(siv)) == 1
    assert len(proposals(story.supervisor.phone)) == 1


def test_joined_she_is_one_person_with_both_visits_both_codes_and_one_early_call(
    story: Story, mother: Mother, server: RunningServer
) -> None:
    siv = mother.siv.phone
    before = open_at_the_server(server, story)
    kept = duplicates.join(siv, mother.at_school, mother.at_office)
    mother.siv.sync()

    assert kept == mother.at_office
    person = persons.open_person(siv, mother.at_school)
    assert (person.contact_id, person.code, person.name) == (mother.at_office, mother.office_code, "Amina")
    assert [(each.code, each.name) for each in person.joined] == [(mother.school_code, "Aminah")]
    assert {visit.note for visit in person.visits} == {"Vill prata igen", "Vill veta mer"}
    assert {queue.find_by_code(siv, code) for code in (mother.office_code, mother.school_code)} == {mother.at_office}
    assert coming(mother.siv) == [mother.office_code]
    closed = [card for card in person.follow_ups if card.state is FollowUpState.CANCELLED]
    [reason] = [
        promises.follow_ups_of(siv, kept)[at].closed_reason for at in range(2) if person.follow_ups[at] in closed
    ]
    assert reason is ClosedReason.DUPLICATE
    assert proposals(siv) == ()
    assert (before, open_at_the_server(server, story)) == (2, 1)


def test_the_slip_from_the_school_still_works_on_every_phone(story: Story, mother: Mother) -> None:
    duplicates.join(mother.siv.phone, mother.at_school, mother.at_office)
    story.sync_all(mother.siv, mother.bertil, mother.anna, mother.bertil)
    again = replace(MOTHER, name="Aminah", returning_code=mother.school_code, note="Kom tillbaka")
    session = sessions.current(mother.bertil.phone)
    assert session is not None
    saved = visits.register_visit(mother.bertil.phone, session.id, visits.new_code(mother.bertil.phone), again)
    story.sync_all(mother.bertil, mother.siv)

    assert saved.contact_id == mother.at_school
    assert promises.slip(mother.bertil.phone, mother.at_school).code == mother.school_code
    assert "Kom tillbaka" in {visit.note for visit in persons.open_person(mother.siv.phone, mother.at_office).visits}
    assert not any(row.follow_up_missing for row in visits.my_visits(mother.bertil.phone))


def test_it_can_be_undone_and_then_both_are_called_again(story: Story, mother: Mother, server: RunningServer) -> None:
    siv = mother.siv.phone
    duplicates.join(siv, mother.at_school, mother.at_office)
    story.sync_all(mother.siv, mother.anna, mother.bertil, story.supervisor)
    duplicates.undo(siv, mother.at_school)
    story.sync_all(mother.siv, mother.anna, mother.bertil, story.supervisor)

    for hands in (mother.siv, story.supervisor):
        assert sorted(coming(hands)) == sorted([mother.office_code, mother.school_code])
        assert queue.find_by_code(hands.phone, mother.school_code) == mother.at_school
        assert len(proposals(hands.phone)) == 1
    for contact, note in ((mother.at_office, "Vill prata igen"), (mother.at_school, "Vill veta mer")):
        assert [visit.note for visit in persons.open_person(siv, contact).visits] == [note]
    assert open_at_the_server(server, story) == 2


def test_no_third_phone_brings_the_duplicate_back(story: Story, mother: Mother) -> None:
    """Cecilia had the woman from the school, was out of coverage, and writes about her after the two became one."""
    cecilia = story.with_role("Cecilia Stöd", Role.SUPPORTER)
    session = sessions.current(mother.anna.phone)
    assert session is not None
    sessions.join_session(cecilia.phone, session.code)
    story.sync_all(cecilia, mother.siv)
    handing_on.hand_on(mother.siv.phone, mother.at_school, cecilia.phone.id.hex())
    story.sync_all(mother.siv, cecilia, mother.siv)
    duplicates.join(mother.siv.phone, mother.at_school, mother.at_office)
    mother.siv.sync()
    [promised] = promises.follow_ups_of(cecilia.phone, mother.at_school)
    new_number = "070-765 43 21"
    persons.record_attempt(cecilia.phone, promised.id, ContactWay.PHONE, AttemptResult.WRONG_NUMBER, new_number)
    again = replace(MOTHER, name="Aminah", returning_code=mother.school_code)
    visits.register_visit(cecilia.phone, session.id, visits.new_code(cecilia.phone), again)
    story.sync_all(cecilia, mother.siv, mother.anna, mother.bertil, mother.siv, story.supervisor)

    for hands in (mother.siv, story.supervisor):
        person = persons.open_person(hands.phone, mother.at_office)
        assert person.contact_id == mother.at_office
        assert len(person.visits) == 3
        assert proposals(hands.phone) == ()
        assert {row.contact_id for row in queue.queue(hands.phone).coming} == {mother.at_office}


def test_a_slip_shown_where_nobody_knew_it_is_proposed_by_its_code(story: Story, mother: Mother) -> None:
    duplicates.join(mother.siv.phone, mother.at_school, mother.at_office)
    cecilia = story.with_role("Cecilia Stöd", Role.SUPPORTER)
    session = sessions.current(mother.anna.phone)
    assert session is not None
    sessions.join_session(cecilia.phone, session.code)
    nameless = replace(MOTHER, identity_level=IdentityLevel.ANONYMOUS, name="", returning_code=mother.school_code)
    saved = visits.register_visit(cecilia.phone, session.id, visits.new_code(cecilia.phone), nameless)
    story.sync_all(mother.siv, cecilia, mother.siv)

    [found] = proposals(mother.siv.phone)
    assert found.likeness is Likeness.CODE
    assert set(found.pair) == {mother.at_office, saved.contact_id}
    duplicates.join(mother.siv.phone, *found.pair)
    assert queue.find_by_code(mother.siv.phone, saved.code) == mother.at_office
    assert len(persons.open_person(mother.siv.phone, saved.contact_id).visits) == 3


def test_not_the_same_person_is_remembered_by_everybody(story: Story, mother: Mother) -> None:
    duplicates.keep_apart(mother.siv.phone, mother.at_school, mother.at_office)
    story.sync_all(mother.siv, story.supervisor)

    assert proposals(mother.siv.phone) == ()
    assert proposals(story.supervisor.phone) == ()
    assert len(coming(mother.siv)) == 2


def test_two_who_decide_apart_lose_no_promise_and_are_asked_again(story: Story, mother: Mother) -> None:
    story.supervisor.sync()
    duplicates.join(mother.siv.phone, mother.at_school, mother.at_office)
    duplicates.keep_apart(story.supervisor.phone, mother.at_school, mother.at_office)
    story.sync_all(mother.siv, story.supervisor, mother.siv)

    for hands in (mother.siv, story.supervisor):
        assert [found.likeness for found in proposals(hands.phone)] == [Likeness.DISPUTED]
        assert len(coming(hands)) == 2
    duplicates.join(mother.siv.phone, mother.at_school, mother.at_office)
    story.sync_all(mother.siv, story.supervisor)
    assert proposals(story.supervisor.phone) == ()
    assert coming(story.supervisor) == [mother.office_code]


def test_only_who_may_decide_joins_and_it_is_on_record(story: Story, mother: Mother) -> None:
    assert proposals(mother.anna.phone) == ()
    for forbidden in (duplicates.join, duplicates.keep_apart):
        with pytest.raises(NotAllowed):
            forbidden(mother.anna.phone, mother.at_office, mother.at_school)
    with pytest.raises(NotAllowed):
        duplicates.undo(mother.anna.phone, mother.at_office)
    with pytest.raises(CannotBeJoined):
        duplicates.join(mother.siv.phone, mother.at_office, mother.at_office)
    duplicates.join(mother.siv.phone, mother.at_office, mother.at_school)

    log = [
        each for each in records.records(mother.siv.phone.store, "read") if shown(each, "action") == ReadAction.MERGE
    ]
    assert {shown(each, "record_id") for each in log} == {mother.at_office, mother.at_school}


def test_a_protected_person_is_never_proposed_nor_joined(story: Story, mother: Mother) -> None:
    hidden = VisitForm(
        **{name: getattr(MOTHER, name) for name in MOTHER.__dataclass_fields__}
        | {"identity_level": IdentityLevel.PROTECTED, "name": "", "protected_grade": ProtectedGrade.UNKNOWN}
    )
    session = sessions.current(mother.anna.phone)
    assert session is not None
    saved = visits.register_visit(mother.anna.phone, session.id, visits.new_code(mother.anna.phone), hidden)
    duplicates.keep_apart(mother.siv.phone, mother.at_office, mother.at_school)
    story.sync_all(mother.anna, mother.siv, story.supervisor, mother.siv, story.supervisor)

    for hands in (mother.siv, story.supervisor):
        assert proposals(hands.phone) == ()
        with pytest.raises(CannotBeJoined):
            duplicates.join(hands.phone, mother.at_office, saved.contact_id)


def test_a_family_of_five_with_one_number_is_called_once_and_stays_five(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    names = ("Amina", "Omar", "Leyla", "Yusuf", "Hodan")
    five = [met(anna, replace(MOTHER, name=name, age_band=_age(name), child_alone=_alone(name)))[0] for name in names]
    story.sync_all(anna, siv)
    phone = siv.phone

    assert proposals(phone) == ()
    [family] = duplicates.sharing_a_number(phone)
    assert set(family) == set(five)
    assert household.also_for(phone, promises.follow_ups_of(phone, five[0])[0].id) == ()
    duplicates.handle_together(phone, family)
    siv.sync()
    assert duplicates.sharing_a_number(phone) == ()
    [hers] = promises.follow_ups_of(phone, five[0])
    others = [each.id for each in household.also_for(phone, hers.id)]
    assert len(others) == 4
    persons.record_attempt(phone, hers.id, ContactWay.PHONE, AttemptResult.NO_ANSWER, also=others)
    assert all(len(queue.attempts_of(phone, each)) == 1 for each in (hers.id, *others))
    persons.undo_last(phone)
    assert not any(queue.attempts_of(phone, each) for each in (hers.id, *others))
    assert len(coming(siv)) == 5
    assert {persons.open_person(phone, contact).name for contact in five} == set(names)


def test_a_couple_that_is_no_family_is_asked_about_once(story: Story) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    two = [met(anna, replace(MOTHER, name=name))[0] for name in ("Amina", "Omar")]
    story.sync_all(anna, siv, story.supervisor)
    [found] = duplicates.sharing_a_number(siv.phone)
    duplicates.handle_apart(siv.phone, found)
    story.sync_all(siv, story.supervisor)

    assert duplicates.sharing_a_number(story.supervisor.phone) == ()
    assert household.family_of(siv.phone, two[0]) == ()


def _age(name: str) -> AgeBand:
    return AgeBand.AGE_6_12 if name in ("Leyla", "Yusuf", "Hodan") else AgeBand.AGE_30_64


def _alone(name: str) -> bool | None:
    return False if _age(name) is AgeBand.AGE_6_12 else None


def test_what_follows_when_the_kept_call_was_made_before_the_undo(story: Story, mother: Mother) -> None:
    siv = mother.siv.phone
    kept = duplicates.join(siv, mother.at_school, mother.at_office)
    [open_one] = [each for each in promises.follow_ups_of(siv, kept) if each.is_open]
    persons.record_attempt(siv, open_one.id, ContactWay.PHONE, AttemptResult.NO_ANSWER)
    duplicates.undo(siv, mother.at_school)

    for contact in (mother.at_office, mother.at_school):
        assert [each.is_open for each in promises.follow_ups_of(siv, contact)] == [True]
