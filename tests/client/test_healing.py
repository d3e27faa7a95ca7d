"""A server that lost something gets it back from those who hold it, until nothing that had a receipt is missing."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions import people, persons, queue, removing, safety, sessions, visits
from fieldapp.actions.ledger import PhoneLedger
from fieldapp.actions.views import SafetyState
from fieldapp.store import findings, server_contact
from fieldapp.store.findings import Found
from sync.client import push
from sync.client.errors import ServerBroughtBack
from sync.protocol.circle import Role
from sync.protocol.errors import LogTampered
from sync.protocol.statement import Head, Kind
from tests.client.older_phones import copied, put_back
from tests.client.restoring import backed_up, emptied, open_promises, restored, stored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Of its own: putting it back puts back every board."""
    with RunningServer(tmp_path_factory.mktemp("healing")) as running:
        yield running


@pytest.fixture
def siv(story: Story) -> Hands:
    return story.with_role("Siv Samordnare", Role.COORDINATOR)


@pytest.fixture
def anna(story: Story) -> Hands:
    hands = story.with_role("Anna Stöd", Role.SUPPORTER)
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    return hands


def said(hands: Hands) -> set[Found]:
    return {finding.kind for finding in findings.all_of(hands.phone.store)}


def settled(*everybody: Hands) -> None:
    """Everybody is heard twice: what one brings back the other reads the next time."""
    for hands in everybody * 2:
        hands.sync()


def test_what_a_restored_server_lost_waits_again_and_comes_back(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv)
    backup = backed_up(server)
    contact_id, code = met(anna)
    settled(anna, siv)
    before, promised = stored(server, story.supervisor.phone.board), open_promises(server, anna.phone.board)
    restored(server, backup)
    assert stored(server, anna.phone.board) < before
    settled(anna, siv)

    assert stored(server, anna.phone.board) >= before
    assert open_promises(server, anna.phone.board) == promised
    assert safety.safety(anna.phone).all_safe
    assert said(anna) == said(siv) == {Found.RESTORED}
    assert code in [row.code for row in queue.queue(siv.phone).coming]
    assert persons.open_person(siv.phone, contact_id).name == "Amina"


def test_until_it_is_back_it_is_shown_as_being_only_on_this_phone(
    server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(siv, anna)
    states = {row.state for row in visits.my_visits(anna.phone)}
    ledger = PhoneLedger(anna.phone)
    ledger.heal({circle: Head() for circle in ledger.known_streams()}, server_epoch="another")

    assert states == {SafetyState.RECEIPTED}
    assert {row.state for row in visits.my_visits(anna.phone)} == {SafetyState.WAITING}


def test_a_coordinator_brings_back_what_a_phone_that_is_gone_had_made(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(siv, anna)
    backup = backed_up(server)
    met(anna)
    settled(anna, siv)
    before, promised = stored(server, anna.phone.board), open_promises(server, anna.phone.board)
    anna.lock()
    restored(server, backup)
    settled(siv)

    assert stored(server, siv.phone.board) >= before
    assert open_promises(server, siv.phone.board) == promised


def test_a_server_that_begins_empty_is_filled_again_by_two_phones_at_once(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv, story.supervisor)
    board, before = anna.phone.board, stored(server, anna.phone.board)
    promised = open_promises(server, board)
    emptied(server, board)
    settled(siv, anna, story.supervisor)
    bertil = story.with_role("Bertil Samordnare", Role.COORDINATOR)
    settled(story.supervisor, bertil)

    assert stored(server, board) >= before
    assert open_promises(server, board) == promised
    assert safety.safety(anna.phone).all_safe
    assert safety.safety(siv.phone).all_safe
    assert [row.code for row in queue.queue(bertil.phone).coming] == [row.code for row in queue.queue(siv.phone).coming]


def test_a_phone_that_was_offline_through_two_restores_finds_its_way(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv)
    backup = backed_up(server)
    _, first = met(anna)
    settled(anna)
    restored(server, backup)
    siv.sync()
    persons.take(siv.phone, queue.queue(siv.phone).coming[0].follow_up_id)
    siv.sync()
    restored(server, backup)
    siv.sync()
    _, second = met(anna)
    settled(anna, siv)

    assert safety.safety(anna.phone).all_safe
    assert {first, second} <= {row.code for row in queue.queue(siv.phone).coming}
    assert Found.FORK not in said(anna) | said(siv)


def test_a_log_that_lost_its_end_gets_it_back_from_any_member(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv)
    backup = backed_up(server)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(siv)
    head = siv.phone.roster.head
    restored(server, backup)
    settled(siv)
    bertil.sync()

    assert bertil.phone.roster.head.seq >= head.seq
    assert bertil.phone.id in siv.phone.roster.devices


def test_two_that_opened_sessions_apart_after_a_restore_are_both_in_the_log(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(anna, siv)
    backup = backed_up(server)
    _, lost = sessions.open_session(siv.phone, ALARM).id, sessions.open_session(siv.phone, ALARM).id
    settled(siv)
    restored(server, backup, healing=False)
    opened = sessions.open_session(bertil.phone, ALARM).id
    bertil.sync()
    settled(siv, bertil, siv)

    assert {bytes.fromhex(opened), bytes.fromhex(lost)} <= siv.phone.roster.sessions.keys()
    assert bertil.phone.roster.head == siv.phone.roster.head


def test_a_restore_cannot_take_back_that_somebody_was_shut_out(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(anna, siv)
    backup = backed_up(server)
    story.supervisor.phone.link.append(Kind.DEVICE_REVOKED, device=anna.phone.id.hex(), reason="stolen")
    settled(siv)
    restored(server, backup, healing=False)
    sessions.open_session(bertil.phone, ALARM)
    bertil.sync()
    with pytest.raises(LogTampered):
        siv.sync()
    story.supervisor.sync()
    siv.sync()

    assert siv.phone.roster.active(anna.phone.id) is None


def test_who_knows_more_than_a_log_that_already_went_on_says_it_again_and_is_not_told_of_tampering(
    story: Story, server: RunningServer
) -> None:
    sara = story.with_role("Sara Chef", Role.SUPERVISOR)
    settled(sara, story.supervisor)
    backup = backed_up(server)
    waiting = people.invite(story.supervisor.phone, "Bertil Stöd", Role.SUPPORTER)
    settled(story.supervisor)
    restored(server, backup)
    settled(sara, sara)
    settled(story.supervisor, sara)

    assert story.supervisor.phone.roster.head == sara.phone.roster.head
    assert [invite.name for invite in people.invites(sara.phone)] == [waiting.name]


def test_keys_that_a_phone_gave_which_is_gone_are_given_again_by_whoever_has_them(
    story: Story, server: RunningServer, siv: Hands, anna: Hands
) -> None:
    _, code = met(anna)
    settled(anna, story.supervisor)
    anna.lock()
    emptied(server, siv.phone.board)
    settled(story.supervisor, siv)

    assert code in [row.code for row in queue.queue(siv.phone).coming]


def test_her_own_key_is_given_back_to_a_phone_that_lost_it_while_the_server_was_lost(
    story: Story, server: RunningServer, siv: Hands, anna: Hands, tmp_path: Path
) -> None:
    settled(anna, siv)
    copy = copied(anna, tmp_path / "copy")
    sessions.open_session(anna.phone, ALARM)
    contact_id, _ = met(anna)
    settled(anna, siv)
    put_back(anna, copy)
    emptied(server, siv.phone.board)
    settled(story.supervisor, siv, anna)

    assert contact_id in {row.contact_id for row in visits.my_visits(anna.phone)}


@pytest.mark.parametrize("healing", [True, False])
def test_who_shuts_somebody_out_of_a_board_that_was_just_restored_is_told_to_wait(
    story: Story, server: RunningServer, siv: Hands, healing: bool
) -> None:
    settled(siv, story.supervisor)
    backup = backed_up(server)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(story.supervisor)
    restored(server, backup, healing=healing)

    with pytest.raises(ServerBroughtBack):
        removing.revoke_device(story.supervisor.phone, bertil.phone.id.hex(), "borttappad")


def test_who_shuts_somebody_out_while_the_board_heals_is_told_to_wait_also_when_its_log_lost_nothing(
    story: Story, server: RunningServer
) -> None:
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(story.supervisor)
    restored(server, backed_up(server))

    with pytest.raises(ServerBroughtBack):
        removing.revoke_device(story.supervisor.phone, bertil.phone.id.hex(), "borttappad")


def test_once_the_board_is_whole_again_somebody_can_be_shut_out(
    story: Story, server: RunningServer, siv: Hands
) -> None:
    settled(siv, story.supervisor)
    backup = backed_up(server)
    bertil = story.with_role("Bertil Stöd", Role.SUPPORTER)
    settled(story.supervisor)
    restored(server, backup)
    settled(story.supervisor)
    removing.revoke_device(story.supervisor.phone, bertil.phone.id.hex(), "borttappad")

    assert story.supervisor.phone.roster.active(bertil.phone.id) is None


def test_a_restore_that_is_cut_short_goes_on_where_it_was(server: RunningServer, siv: Hands, anna: Hands) -> None:
    settled(anna, siv)
    backup = backed_up(server)
    met(anna)
    settled(anna)
    board, before = anna.phone.board, stored(server, anna.phone.board)
    restored(server, backup)
    epoch = server_contact.last(anna.phone.store).epoch
    ledger = PhoneLedger(anna.phone)
    ledger.heal({circle: Head() for circle in ledger.known_streams()}, server_epoch="x")
    anna.restart()
    settled(anna)

    assert server_contact.last(anna.phone.store).epoch not in (epoch, "x")
    assert stored(server, board) >= before
    assert safety.safety(anna.phone).all_safe


def test_what_was_brought_back_and_not_read_yet_is_brought_again_when_the_server_is_lost_once_more(
    server: RunningServer, siv: Hands, anna: Hands
) -> None:
    settled(anna, siv)
    backup = backed_up(server)
    met(anna)
    settled(anna, siv)
    before = stored(server, siv.phone.board)
    anna.lock()
    restored(server, backup)
    brought_back(siv)
    assert stored(server, siv.phone.board) >= before
    restored(server, backup)
    settled(siv)

    assert stored(server, siv.phone.board) >= before


def brought_back(hands: Hands) -> None:
    """As in an exchange that is cut short before the streams are read."""
    ledger = PhoneLedger(hands.phone)
    ledger.heal({circle: Head() for circle in ledger.known_streams()}, server_epoch="x")
    hands.phone.link.call(lambda call: push.everything(ledger, call, lambda *_: None))
