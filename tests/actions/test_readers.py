"""Who is handed the key of a circle."""

import os

import pytest

from fieldapp.actions import people, sessions
from fieldapp.actions.readers import readers
from fieldapp.actions.rotation import let_in
from fieldapp.store import outbox
from sync.protocol.circle import KEYED_ROLES, Circle, Role
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM
from tests.protocol.people import BoardInTest


@pytest.fixture
def board():
    return BoardInTest()


def of_role(*roles):
    return {Recipient.of_role(role, 1) for role in roles} | {Recipient.recovery()}


def recipients(board, circle, maker):
    return {recipient for recipient, _ in readers(board.roster, circle, maker=board.roster.devices[maker.id])}


def test_a_supporter_s_own_work_is_for_her_and_those_who_answer_for_it_and_no_other_supporter(board):
    anna, bertil = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    session = os.urandom(16)
    board.say(Kind.SESSION_OPENED, anna.signing, session=session.hex())
    board.say(Kind.SESSION_JOINED, bertil.signing, session=session.hex())

    given = recipients(board, Circle.own(session, anna.id), anna)

    assert given == {Recipient.of_device(anna.id)} | of_role(Role.COORDINATOR, Role.SUPERVISOR)


def test_shared_facts_are_for_those_in_the_session(board):
    anna, bertil, cecilia = (board.with_role(Role.SUPPORTER) for _ in range(3))
    session = os.urandom(16)
    board.say(Kind.SESSION_OPENED, anna.signing, session=session.hex())
    board.say(Kind.SESSION_JOINED, bertil.signing, session=session.hex())

    given = recipients(board, Circle.shared(session), anna)

    assert given - of_role(*KEYED_ROLES) == {Recipient.of_device(anna.id), Recipient.of_device(bertil.id)}
    assert Recipient.of_device(cecilia.id) not in given


def test_a_protected_person_is_not_for_coordinators(board):
    anna = board.with_role(Role.SUPPORTER)
    board.with_role(Role.COORDINATOR)

    given = recipients(board, Circle.protected(os.urandom(16)), anna)

    assert given == {Recipient.of_device(anna.id)} | of_role(Role.SUPERVISOR)


def test_who_reads_what_is_for_those_who_review_it(board):
    siv = board.with_role(Role.COORDINATOR)

    given = recipients(board, Circle.audit(siv.id), siv)

    assert given == {Recipient.of_device(siv.id)} | of_role(Role.SUPERVISOR, Role.AUDITOR)


def test_a_revoked_device_is_given_nothing_more(board):
    anna = board.with_role(Role.SUPPORTER)
    lost = board.with_role(Role.SUPPORTER)
    board.say(Kind.DEVICE_REVOKED, board.supervisor.signing, device=lost.id.hex(), reason="lost on the train")

    assert Recipient.of_device(lost.id) not in recipients(board, Circle.of_board(), anna)
    assert Recipient.of_device(anna.id) in recipients(board, Circle.of_board(), anna)


def test_keys_are_looked_through_only_when_something_has_moved(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(anna.phone, ALARM)
    anna.sync()
    _forget_what_was_given(anna)
    let_in(anna.phone)
    unmoved = outbox.waiting(anna.phone.store, outbox.Kind.GRANT)
    people.invite(story.supervisor.phone, "Bertil Stöd", Role.SUPPORTER)
    anna.sync()
    given = anna.phone.store.count("granted")
    anna.restart()
    _forget_what_was_given(anna)
    let_in(anna.phone)

    assert unmoved == []
    assert given > 0
    assert outbox.waiting(anna.phone.store, outbox.Kind.GRANT)


def _forget_what_was_given(hands: Hands) -> None:
    """So that looking through the keys shows: everybody would be given them once more."""
    with hands.phone.store.one_write() as write:
        for row in write.all("granted"):
            write.delete("granted", row["key"])
