"""What an action must do besides what its screen shows."""

import uuid
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from fieldapp.actions import persons, promises, queue, safety, sessions, visits
from fieldapp.actions.action import one_action
from fieldapp.actions.errors import NotAssigned
from fieldapp.actions.folding import Openers, fold_envelope, fold_what_can_be_opened
from fieldapp.actions.visits import contacts
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import ContactWay, IdentityLevel, ProtectedGrade
from fieldapp.domain.follow_up import FollowUpKind, FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.merge import shown
from fieldapp.store import keyring, outbox, records, unopened
from sync.protocol.circle import Circle, Role
from sync.server.engine import Database, database_url
from sync.server.watch import WatchCount, counted
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, CALL_HER, MOTHER, met
from tests.server.running import RunningServer

MONTH_LATER = FollowUpForm(
    kind=FollowUpKind.ONE_MONTH, contact_way=ContactWay.PHONE, phone="070-123 45 67", ok_leave_message=False
)


def open_at_the_server(server: RunningServer, story: Story) -> int:
    with closing(Database(database_url(str(server.database)))) as database, database.reading() as connection:
        count = counted(connection, story.supervisor.phone.board, story.time.date() + timedelta(days=400))
    assert count == WatchCount(open=count.open, overdue=count.open)
    return count.open


def reads(hands: Hands) -> list[tuple[str, str]]:
    found = records.records(hands.phone.store, "read")
    return [(shown(record, "record_id"), shown(record, "action")) for record in found]


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    return hands


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


def test_opening_a_person_is_on_record_for_those_who_review_it(story: Story, anna: Hands, siv: Hands) -> None:
    contact_id, _ = met(anna)
    story.sync_all(anna, siv)
    waiting_before = safety.safety(siv.phone).waiting
    persons.open_person(siv.phone, contact_id)
    waiting_after = safety.safety(siv.phone).waiting
    with pytest.raises(NotAssigned):
        persons.open_person(siv.phone, "00" * 16, "curious")
    story.sync_all(siv, story.supervisor)

    assert (waiting_before, waiting_after) == (0, 1)
    assert sorted(reads(story.supervisor)) == [("00" * 16, "denied"), (contact_id, "read")]


def test_a_second_tap_on_save_changes_nothing_at_all(anna: Hands) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    code = visits.new_code(anna.phone)
    visits.register_visit(anna.phone, session.id, code, MOTHER)
    before = safety.safety(anna.phone).waiting
    visits.register_visit(anna.phone, session.id, code, MOTHER)

    assert safety.safety(anna.phone).waiting == before


def test_a_visit_taken_back_leaves_no_promise_open_at_the_server(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), MOTHER)
    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    anna.sync()
    before = open_at_the_server(server, story)
    visits.undo_visit(anna.phone, saved)
    anna.sync()

    assert (before, open_at_the_server(server, story)) == (1, 0)


def test_a_kept_promise_is_closed_at_the_server_too(story: Story, server: RunningServer, anna: Hands) -> None:
    contact_id, _ = met(anna)
    [follow_up] = promises.follow_ups_of(anna.phone, contact_id)
    persons.record_attempt(anna.phone, follow_up.id, ContactWay.PHONE, AttemptResult.REACHED)
    persons.set_result(anna.phone, follow_up.id, FollowUpResult.FEELS_BETTER)
    anna.sync()

    assert open_at_the_server(server, story) == 0


def test_when_the_need_goes_on_one_promise_is_closed_and_the_next_one_open(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    contact_id, _ = met(anna)
    [follow_up] = promises.follow_ups_of(anna.phone, contact_id)
    anna.sync()
    persons.set_result(anna.phone, follow_up.id, FollowUpResult.CONTINUED_NEED, MONTH_LATER)
    anna.sync()

    assert open_at_the_server(server, story) == 1


def test_a_visit_with_two_promises_taken_back_leaves_none_open_at_the_server(
    story: Story, server: RunningServer, anna: Hands
) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), MOTHER)
    for kind in (FollowUpKind.EARLY, FollowUpKind.ONE_MONTH):
        form = FollowUpForm(kind=kind, contact_way=ContactWay.PERSON_CONTACTS_US, wants=ConsentAnswer.YES)
        promises.agree(anna.phone, saved.contact_id, form)
    visits.undo_visit(anna.phone, saved)
    anna.sync()

    assert queue.follow_ups(anna.phone)
    assert open_at_the_server(server, story) == 0


def intrude(anna: Hands, bertil: Hands, contact_id: str) -> None:
    """Bertil has come to know the id of somebody Anna met, and writes about her in his own circle."""
    session = sessions.current(anna.phone)
    assert session is not None
    sessions.join_session(bertil.phone, session.code)
    with one_action(bertil.phone) as action:
        own = Circle.own(bytes.fromhex(session.id), bertil.phone.id)
        action.set(own, "contact", contact_id, name="Somebody else", phone="070-000 00 00")


def test_a_supporter_changes_nothing_in_somebody_else_s_circle(story: Story, anna: Hands, siv: Hands) -> None:
    contact_id, _ = met(anna)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    story.sync_all(anna, siv)
    intrude(anna, bertil, contact_id)
    story.sync_all(bertil, siv)
    person = persons.open_person(siv.phone, contact_id)

    assert (person.name, person.phone, person.conflicts) == ("Amina", "070-123 45 67", ())
    assert [kept.reason for kept in unopened.all_of(siv.phone.store)] == ["Malformed"]


def test_nor_when_the_stranger_s_change_arrives_first(story: Story, anna: Hands, siv: Hands) -> None:
    contact_id, _ = met(anna)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    intrude(anna, bertil, contact_id)
    story.sync_all(bertil, siv, anna, siv)
    person = persons.open_person(siv.phone, contact_id)

    assert (person.name, person.phone) == ("Amina", "070-123 45 67")
    assert len(person.visits) == 1


def test_a_protected_person_who_comes_back_stays_protected_and_is_in_the_queue(
    story: Story, anna: Hands, siv: Hands
) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    protected = replace(MOTHER, identity_level=IdentityLevel.PROTECTED, protected_grade=ProtectedGrade.UNKNOWN, name="")
    first = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), protected)
    again = replace(MOTHER, returning_code=first.code)
    visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), again)
    promises.agree(anna.phone, first.contact_id, CALL_HER)
    story.sync_all(anna, siv)
    shown_again = persons.reread_person(anna.phone, first.contact_id)

    assert (shown_again.identity_level, shown_again.name) == (IdentityLevel.PROTECTED, "")
    assert [(row.code, row.protected) for row in queue.queue(siv.phone).coming] == [(first.code, True)]


def test_a_protected_person_of_whom_only_something_later_can_be_opened_is_nobody_yet(story: Story, anna: Hands) -> None:
    session = sessions.current(anna.phone)
    assert session is not None
    protected = replace(MOTHER, identity_level=IdentityLevel.PROTECTED, protected_grade=ProtectedGrade.UNKNOWN, name="")
    saved = visits.register_visit(anna.phone, session.id, visits.new_code(anna.phone), protected)
    promises.agree(anna.phone, saved.contact_id, CALL_HER)
    circle, chief = Circle.protected(uuid.UUID(saved.contact_id).bytes), story.supervisor.phone
    birth, later = sorted(outbox.made_in(anna.phone.store, circle), key=lambda made: made.header.device_seq)
    key = keyring.circle_key(anna.phone.store, birth.header.key_id)
    with chief.store.one_write() as write:
        keyring.add_circle_key(write, key, made_here=False)
        fold_envelope(chief, write, Openers(write), later)
    before = contacts(chief)
    with chief.store.one_write() as write:
        fold_envelope(chief, write, Openers(write), birth)
        fold_what_can_be_opened(chief, write)

    assert before == []
    assert [(contact.code, contact.best_time) for contact in contacts(chief)] == [(saved.code, CALL_HER.best_time)]
    assert not unopened.all_of(chief.store)
