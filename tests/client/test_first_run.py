"""Claiming and joining over a wire that loses answers, and every code that does not work with its own sentence."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from fieldapp.actions import people, removing
from fieldapp.actions.connecting import BoardForm, Connection, Pending, claim_board, enrol, read_code
from fieldapp.crypto.invites import InviteContents, InviteSecret, seal_invite
from fieldapp.crypto.passphrase import FLOOR
from fieldapp.crypto.recovery import Recovery
from sync.client.errors import (
    ClaimUnknown,
    ClaimUsed,
    InviteExpired,
    InviteForeign,
    InviteUnknown,
    InviteUsed,
    InviteWithdrawn,
    NoDistrictServer,
    Refused,
    ServerUnreachable,
)
from sync.client.transport import b64
from sync.protocol.circle import Role
from sync.protocol.codes import ConnectCode, Purpose
from sync.protocol.errors import CodeMistyped
from sync.protocol.statement import Kind
from tests.client.wire import other_web_server, wire_to
from tests.journeys.people import PASSPHRASE, Hands, Story
from tests.server.running import RunningServer

FORM = BoardForm("Bromma", "BR", False, "Karin Chef")


def joined(story: Story, name: str, connection: Connection, pending: Pending | None = None) -> Hands:
    hands = story.new_hands(name)
    hands.holds(enrol(hands.folder, connection, PASSPHRASE, cost=FLOOR, clock=story.now, pending=pending))
    return hands


def refused(story: Story, connection: Connection, error: type[Exception]) -> None:
    folder = story.folder / "refused"
    with pytest.raises(error):
        enrol(folder, connection, PASSPHRASE, cost=FLOOR, clock=story.now)
    assert not list(folder.glob("*"))


def test_a_claim_whose_answer_was_lost_is_tried_again_with_the_same_keys(tmp_path: Path, server: RunningServer) -> None:
    pending = Pending()
    with wire_to(server.url) as wire:
        connection = read_code(server.new_claim_code(), wire.url)
        wire.lose("/v1/claim")
        with pytest.raises(ServerUnreachable):
            claim_board(tmp_path / "chief", connection, FORM, PASSPHRASE, cost=FLOOR, pending=pending)
        left = list((tmp_path / "chief").glob("*"))
        phone, kit = claim_board(tmp_path / "chief", connection, FORM, PASSPHRASE, cost=FLOOR, pending=pending)

        assert wire.lost == ["/v1/claim"]
        assert left == []
        people.invite(phone, "Anna Stöd", Role.SUPPORTER)
        assert Recovery.combine([kit.words]).root_public == phone.roster.founded.root
        phone.close()


def test_without_the_same_keys_the_claim_would_be_gone(tmp_path: Path, server: RunningServer) -> None:
    with wire_to(server.url) as wire:
        connection = read_code(server.new_claim_code(), wire.url)
        wire.lose("/v1/claim")
        for error in (ServerUnreachable, ClaimUsed):
            with pytest.raises(error):
                claim_board(tmp_path / "chief", connection, FORM, PASSPHRASE, cost=FLOOR)


def test_an_invite_whose_answer_was_lost_is_used_by_the_same_phone_and_once(story: Story) -> None:
    code = people.invite(story.supervisor.phone, "Anna Stöd", Role.SUPPORTER).code
    pending = Pending()
    with wire_to(story.server) as wire:
        connection = read_code(code, wire.url)
        wire.lose("/enrol")
        with pytest.raises(ServerUnreachable):
            joined(story, "anna", connection, pending)
        # The log goes on before she tries again.
        people.invite(story.supervisor.phone, "Bertil Stöd", Role.SUPPORTER)
        anna = joined(story, "anna", connection, pending)
        anna.sync()
        story.supervisor.sync()
        supporters = [one for one in story.supervisor.phone.roster.devices.values() if one.role is Role.SUPPORTER]

        assert [one.id for one in supporters] == [anna.phone.id]
        refused(story, read_code(code, story.server), InviteUsed)
        anna.lock()


def test_what_the_server_surely_refused_is_made_anew(tmp_path: Path, server: RunningServer) -> None:
    pending = Pending()
    wrong = read_code(str(ConnectCode(Purpose.CLAIM, bytes(16))), server.url)
    with pytest.raises(ClaimUnknown):
        claim_board(tmp_path / "chief", wrong, FORM, PASSPHRASE, cost=FLOOR, pending=pending)

    assert pending.founding is None


def test_every_invite_that_does_not_work_says_why(story: Story) -> None:
    chief = story.supervisor.phone
    good = people.invite(chief, "Anna Stöd", Role.SUPPORTER)
    withdrawn = people.invite(chief, "Bertil Stöd", Role.SUPPORTER)
    people.withdraw(chief, InviteSecret(ConnectCode.parse(withdrawn.code).secret).signing_public.hex())

    refused(story, read_code(withdrawn.code, story.server), InviteWithdrawn)
    refused(story, read_code(str(ConnectCode(Purpose.INVITE, bytes(16))), story.server), InviteUnknown)
    with pytest.raises(CodeMistyped):
        read_code(good.code[:-1] + ("0" if good.code[-1] != "0" else "1"), story.server)
    with other_web_server() as elsewhere:
        refused(story, read_code(good.code, elsewhere), NoDistrictServer)
    joined(story, "anna", read_code(good.code, story.server))
    refused(story, read_code(good.code, story.server), InviteUsed)
    sentences = {
        error().sentence()
        for error in (InviteWithdrawn, InviteUnknown, CodeMistyped, NoDistrictServer, InviteUsed, InviteExpired)
    }
    assert len(sentences) == 6


def test_an_invite_that_ran_out_says_so(story: Story) -> None:
    life = datetime.now(UTC) - story.now() + timedelta(seconds=2)
    invited = people.invite(story.supervisor.phone, "Anna Stöd", Role.SUPPORTER, life=life)
    secret = InviteSecret(ConnectCode.parse(invited.code).secret)
    where = f"{story.server}/v1/invites/{secret.id.hex()}"
    while requests.get(where, timeout=10).json()["state"] == "waiting":
        pass

    refused(story, read_code(invited.link), InviteExpired)


def test_an_invite_whose_contents_name_another_board_is_refused(story: Story) -> None:
    """A server that hands over somebody else's sealed board under this code."""
    chief, code = story.supervisor.phone, ConnectCode(Purpose.INVITE, bytes(range(16)))
    secret, person = InviteSecret(code.secret), bytes(16)
    expires = (story.now() + timedelta(hours=1)).isoformat()
    fields = {"key": secret.signing_public.hex(), "person": person.hex(), "role": Role.SUPPORTER, "expires": expires}
    chief.link.append(Kind.INVITE_MADE, **fields)
    foreign = InviteContents(Recovery.generate().root_public, person, Role.SUPPORTER, "Bromma")
    laid = {"key": fields["key"], "sealed": b64(seal_invite(secret, foreign))}
    chief.link.call(lambda call: call.put(f"/invites/{secret.id.hex()}", laid))

    refused(story, read_code(str(code), story.server), InviteForeign)


def test_a_photographed_invite_opens_nothing(story: Story) -> None:
    """Whoever has the code can read the board's name and its log, and no record; a role waits for six digits."""
    thief = story.invited("Siv Samordnare", Role.COORDINATOR)

    assert thief.phone.is_waiting_for_role
    assert not thief.phone.store.all("circle_keys")
    assert not thief.phone.store.all("role_keys")


def test_two_supervisors_at_once_both_get_their_statement_in(story: Story) -> None:
    other = story.with_role("Siri Chef", Role.SUPERVISOR)
    first, second = story.supervisor, other
    behind = second.phone.roster.head
    people.invite(first.phone, "Anna Stöd", Role.SUPPORTER)
    before = second.phone.link.transport.requests
    people.invite(second.phone, "Bertil Stöd", Role.SUPPORTER)
    took = second.phone.link.transport.requests - before
    story.sync_all(first, second)

    assert behind.seq < first.phone.roster.head.seq
    assert took > 3  # refused, followed, said again
    assert first.phone.roster == second.phone.roster
    assert len([one for one in first.phone.roster.invites.values() if one.is_waiting]) == 2


def test_two_supervisors_who_revoke_the_same_phone_at_once_leave_it_revoked_and_a_role_key_each_can_open(
    story: Story,
) -> None:
    other, siv = story.with_role("Siri Chef", Role.SUPERVISOR), story.with_role("Siv Samordnare", Role.COORDINATOR)
    story.sync_all(other, story.supervisor)
    removing.revoke_device(story.supervisor.phone, siv.phone.id.hex(), "Stulen")
    with pytest.raises(Refused, match="already_revoked"):
        removing.revoke_device(other.phone, siv.phone.id.hex(), "Stulen")
    story.sync_all(story.supervisor, other, story.supervisor)
    epoch = story.supervisor.phone.roster.role_key(Role.COORDINATOR)

    assert epoch is not None
    assert epoch[0] == 2
    held = {hands.phone.store.get("role_keys", "coordinator:2")["secret"] for hands in (story.supervisor, other)}
    assert len(held) == 1
