"""A phone that joined after the backup: the server that came back does not know it, and nothing on it is lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from fieldapp.actions import people, persons, queue, rejoining, removing, safety, sessions, visits
from fieldapp.actions.connecting import read_code
from fieldapp.store import findings
from sync.client.errors import InviteForeign, NotRecognised
from sync.protocol.circle import Role
from tests.client.restoring import backed_up, open_promises, restored
from tests.journeys.people import Hands, Story
from tests.journeys.test_main_job import ALARM, met
from tests.server.running import RunningServer


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Of its own: putting it back puts back every board."""
    with RunningServer(tmp_path_factory.mktemp("rejoining")) as running:
        yield running


def working(hands: Hands) -> Hands:
    sessions.open_session(hands.phone, ALARM)
    met(hands)
    hands.sync()
    met(hands)
    return hands


def left_out(server: RunningServer, backup: Path, hands: Hands, supervisor: Hands) -> None:
    """Joined and worked after the backup; a supervisor who never heard of it lets the board go on without."""
    restored(server, backup)
    for _ in range(3):
        supervisor.sync()
    with pytest.raises(NotRecognised):
        hands.sync()


def test_with_a_new_invite_everything_on_it_arrives(story: Story, server: RunningServer) -> None:
    siv = story.with_role("Siv Samordnare", Role.COORDINATOR)
    backup = backed_up(server)
    bertil = working(story.invited("Bertil Stöd", Role.SUPPORTER))
    left_out(server, backup, bertil, story.supervisor)
    device, mine = bertil.phone.id, {row.contact_id for row in visits.my_visits(bertil.phone)}
    invitation = people.invite_member(story.supervisor.phone, bertil.phone.me.person.hex())
    rejoining.join_again(bertil.phone, read_code(invitation.link))
    story.sync_all(bertil, siv, siv)

    assert bertil.phone.id == device
    assert len(mine) == 2
    assert safety.safety(bertil.phone).all_safe
    assert {row.contact_id for row in visits.my_visits(bertil.phone)} == mine
    assert {persons.open_person(siv.phone, contact).name for contact in mine} == {"Amina"}
    assert open_promises(server, siv.phone.board) == len(queue.queue(siv.phone).everything) == 2
    met(bertil)
    story.sync_all(bertil, siv)
    assert len(queue.queue(siv.phone).everything) == 3


def test_a_coordinator_is_compared_with_again_and_reads_on(story: Story, server: RunningServer) -> None:
    sara = story.with_role("Sara Chef", Role.SUPERVISOR)
    backup = backed_up(server)
    siv = working(story.with_role("Siv Samordnare", Role.COORDINATOR))
    left_out(server, backup, siv, sara)
    story.sync_all(story.supervisor, story.supervisor)
    invitation = people.invite_member(story.supervisor.phone, siv.phone.me.person.hex())
    rejoining.join_again(siv.phone, read_code(invitation.link))
    assert siv.phone.is_waiting_for_role
    story.compare_digits(siv)
    story.sync_all(siv, story.supervisor, siv)

    assert safety.safety(siv.phone).all_safe
    assert len(queue.queue(siv.phone).everything) == len(queue.queue(story.supervisor.phone).everything) == 2


def test_a_phone_that_is_known_keeps_the_invite_for_another(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    invitation = people.invite(story.supervisor.phone, "Bertil Stöd", Role.SUPPORTER)

    with pytest.raises(rejoining.StillKnown):
        rejoining.join_again(anna.phone, read_code(invitation.link))
    assert people.invites(story.supervisor.phone)[0].name == "Bertil Stöd"


def test_an_invite_of_another_board_is_refused(story: Story, server: RunningServer, tmp_path: Path) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    other = Story(tmp_path / "other", server.url, server.new_claim_code())
    invitation = people.invite(other.supervisor.phone, "Anna Stöd", Role.SUPPORTER)
    other.end()

    with pytest.raises(InviteForeign):
        rejoining.join_again(anna.phone, read_code(invitation.link))


def test_a_revoked_phone_does_not_come_back_this_way_under_its_own_keys(story: Story) -> None:
    anna = story.with_role("Anna Stöd", Role.SUPPORTER)
    story.supervisor.sync()
    removing.revoke_device(story.supervisor.phone, anna.phone.id.hex(), "borttappad")
    invitation = people.invite(story.supervisor.phone, "Anna Stöd", Role.SUPPORTER)

    with pytest.raises(rejoining.StillKnown):
        rejoining.join_again(anna.phone, read_code(invitation.link))
    assert not findings.all_of(anna.phone.store)
