"""S6: a woman with protected details; who sees that she exists, who can open her, and what is nowhere."""

from dataclasses import replace

import pytest

from fieldapp.actions import assigning, handing_on, persons, promises, queue, sessions, visits
from fieldapp.actions.errors import CannotBeHandedOn, NotAllowed, NotAssigned
from fieldapp.actions.views import QueueRow, SavedVisit
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.read_entry import ReadAction, ReadEntry, ReasonMissing
from fieldapp.store import records
from sync.protocol.circle import Role
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER

NAME, NOTE = "Hemliga Hanna", "Ring inte hem"
PROTECTED = replace(
    MOTHER,
    identity_level=IdentityLevel.PROTECTED,
    protected_grade=ProtectedGrade.CONFIDENTIALITY_MARKING,
    name=NAME,
    note=NOTE,
    contact_way=ContactWay.PERSON_CONTACTS_US,
)
SHE_CALLS = replace(CALL_HER, contact_way=ContactWay.PERSON_CONTACTS_US, phone="")


@pytest.fixture
def anna(story: Story) -> Hands:
    return story.with_role("Anna Stöd", Role.SUPPORTER)


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


def met_protected(anna: Hands) -> SavedVisit:
    session = sessions.current(anna.phone) or sessions.open_session(anna.phone, ALARM)
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), PROTECTED)
    promises.agree(anna.phone, saved.contact_id, SHE_CALLS)
    return saved


def coming(hands: Hands) -> list[QueueRow]:
    return list(queue.queue(hands.phone).coming)


def reads(hands: Hands) -> list[tuple[ReadAction, str]]:
    entries = map(ReadEntry.from_record, records.records(hands.phone.store, "read"))
    return [(entry.action, entry.reason) for entry in entries]


def test_a_coordinator_sees_that_somebody_is_due_and_nothing_more(story: Story, anna: Hands, siv: Hands) -> None:
    saved = met_protected(anna)
    story.sync_all(anna, siv)

    assert [(row.code, row.protected) for row in coming(siv)] == [(saved.code, True)]
    assert visits.contacts(siv.phone) == []
    assert records.records(siv.phone.store, "visit") == []
    with pytest.raises(NotAssigned):
        persons.open_person(siv.phone, saved.contact_id, "Uppföljning")
    assert reads(siv) == [(ReadAction.DENIED, "Uppföljning")]


def test_her_name_is_not_kept_even_where_she_can_be_opened(anna: Hands) -> None:
    saved = met_protected(anna)

    assert persons.open_person(anna.phone, saved.contact_id, "Uppföljning").name == ""
    assert persons.open_person(anna.phone, saved.contact_id, "Uppföljning").phone == ""


def test_opening_takes_a_reason_and_is_logged(story: Story, anna: Hands) -> None:
    saved = met_protected(anna)
    story.sync_all(anna, story.supervisor)

    with pytest.raises(ReasonMissing):
        persons.open_person(story.supervisor.phone, saved.contact_id)
    shown = persons.open_person(story.supervisor.phone, saved.contact_id, "Hon har ringt")
    assert [entry.note for entry in shown.visits] == [NOTE]
    assert reads(story.supervisor) == [(ReadAction.READ, "Hon har ringt")]


def test_a_supervisor_assigns_a_coordinator_who_then_follows_her_up(story: Story, anna: Hands, siv: Hands) -> None:
    other = story.with_role("Sam Samordnare", Role.COORDINATOR)
    saved = met_protected(anna)
    story.sync_all(anna, story.supervisor, siv, other)
    chosen = next(
        one for one in assigning.staff(story.supervisor.phone, saved.contact_id) if one.name.startswith("Siv")
    )

    with pytest.raises(ReasonMissing):
        assigning.assign(story.supervisor.phone, saved.contact_id, chosen.person, " ")
    assigning.assign(story.supervisor.phone, saved.contact_id, chosen.person, "Följer upp")
    story.sync_all(story.supervisor, siv, other)

    assert [entry.note for entry in persons.open_person(siv.phone, saved.contact_id, "Uppföljning").visits] == [NOTE]
    assert (ReadAction.ASSIGN, "Följer upp") in reads(story.supervisor)
    with pytest.raises(NotAssigned):
        persons.open_person(other.phone, saved.contact_id, "Uppföljning")
    with pytest.raises(NotAllowed):
        assigning.assign(siv.phone, saved.contact_id, chosen.person, "Följer upp")


def test_who_is_assigned_can_still_open_her_on_a_new_phone(story: Story, anna: Hands, siv: Hands) -> None:
    saved = met_protected(anna)
    story.sync_all(anna, story.supervisor, siv)
    chosen = next(
        one for one in assigning.staff(story.supervisor.phone, saved.contact_id) if one.name.startswith("Siv")
    )
    assigning.assign(story.supervisor.phone, saved.contact_id, chosen.person, "Följer upp")
    story.sync_all(story.supervisor, siv)
    again = story.invited_again(siv)
    story.compare_digits(again)
    story.sync_all(story.supervisor, again)

    assert persons.open_person(again.phone, saved.contact_id, "Uppföljning").code == saved.code


def test_she_is_not_handed_on(story: Story, anna: Hands) -> None:
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    saved = met_protected(anna)
    session = sessions.current(anna.phone)
    assert session is not None
    sessions.join_session(bertil.phone, session.code)
    story.sync_all(anna, bertil, story.supervisor)

    with pytest.raises(CannotBeHandedOn):
        handing_on.hand_on(story.supervisor.phone, saved.contact_id, bertil.phone.id.hex())


def test_what_she_keeps_says_nothing_but_the_code(anna: Hands) -> None:
    saved = met_protected(anna)
    slip = promises.slip(anna.phone, saved.contact_id)

    assert (slip.code, slip.phone_number, slip.best_time) == (saved.code, "", CALL_HER.best_time)
    assert {NAME, NOTE}.isdisjoint(str(getattr(slip, name)) for name in slip.__slots__)
