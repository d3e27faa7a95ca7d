"""Every removal of a reader begins a new epoch of what it could read, and of nothing else."""

import os

import pytest

from sync.protocol.circle import Circle, Role
from sync.protocol.errors import Malformed, StatementRefused
from sync.protocol.members import DeviceState
from sync.protocol.statement import Head, Kind, Statement
from tests.protocol.people import NOON, BoardInTest, Handset, public


@pytest.fixture
def board() -> BoardInTest:
    return BoardInTest()


def opened(board: BoardInTest, *members: Handset) -> bytes:
    session = os.urandom(16)
    for number, member in enumerate(members):
        kind = Kind.SESSION_JOINED if number else Kind.SESSION_OPENED
        board.say(kind, member.signing, session=session.hex())
    return session


def revoked(board: BoardInTest, gone: Handset) -> int:
    board.say(Kind.DEVICE_REVOKED, board.supervisor.signing, device=gone.id.hex(), reason="lost on the train")
    return board.roster.head.seq


def closed(board: BoardInTest, session: bytes) -> int:
    for kind in (Kind.SESSION_CLOSING, Kind.SESSION_CLOSED):
        board.say(kind, board.supervisor.signing, session=session.hex())
    return board.roster.head.seq


def test_a_new_board_is_in_its_first_epoch(board: BoardInTest) -> None:
    assert board.roster.epoch_due(Circle.of_board()) == 1


def test_a_revoked_supporter_s_circles_get_the_epoch_after_it_and_no_other_session_s(board: BoardInTest) -> None:
    anna, bertil, cecilia = (board.with_role(Role.SUPPORTER) for _ in range(3))
    hers, other = opened(board, anna, bertil), opened(board, cecilia)
    at = revoked(board, anna)
    due = board.roster.epoch_due

    assert due(Circle.of_board()) == due(Circle.shared(hers)) == due(Circle.own(hers, anna.id)) == at + 1
    assert due(Circle.own(hers, bertil.id)) == due(Circle.shared(other)) == due(Circle.audit(bertil.id)) == 1
    assert due(Circle.shared(hers), upto=at - 1) == 1


def test_a_revoked_coordinator_s_are_all_the_sessions_work(board: BoardInTest) -> None:
    anna, siv = board.with_role(Role.SUPPORTER), board.with_role(Role.COORDINATOR)
    session = opened(board, anna)
    at = revoked(board, siv)

    assert board.roster.epoch_due(Circle.own(session, anna.id)) == at + 1
    assert board.roster.epoch_due(Circle.audit(anna.id)) == 1
    assert board.roster.role_key_is_due(Role.COORDINATOR)
    assert not board.roster.role_key_is_due(Role.SUPERVISOR)


def test_a_role_key_named_by_the_revocation_itself_is_not_due(board: BoardInTest) -> None:
    siv, key = board.with_role(Role.COORDINATOR), os.urandom(32)
    fields = {"device": siv.id.hex(), "reason": "stolen", "keys": {"coordinator": key.hex()}}
    board.say(Kind.DEVICE_REVOKED, board.supervisor.signing, **fields)

    assert not board.roster.role_key_is_due(Role.COORDINATOR)
    assert board.roster.role_key(Role.COORDINATOR) == (2, key)


@pytest.mark.parametrize("keys", [{"supporter": "00" * 32}, {"coordinator": "00"}, ["coordinator"], "coordinator"])
def test_keys_that_are_none_are_refused(board: BoardInTest, keys: object) -> None:
    siv = board.with_role(Role.COORDINATOR)
    made = board.made(Kind.DEVICE_REVOKED, board.supervisor.signing, device=siv.id.hex(), reason="stolen", keys=keys)

    with pytest.raises(Malformed):
        board.roster.add(made)
    assert board.roster.devices[siv.id].is_active


def test_checking_out_ends_the_person_s_reading_on_all_her_phones(board: BoardInTest) -> None:
    old, other = board.with_role(Role.SUPPORTER), board.with_role(Role.SUPPORTER)
    session = opened(board, old, other)
    new = Handset(person=old.person)
    board.say(Kind.DEVICE_ADDED, board.invited(Role.SUPPORTER, old.person), **new.enrolment(Role.SUPPORTER))
    board.say(Kind.SESSION_JOINED, new.signing, session=session.hex())
    board.say(Kind.SESSION_LEFT, new.signing, session=session.hex())
    roster, at = board.roster, board.roster.head.seq

    for device in (old, new):
        assert not roster.may_read(device.id, Circle.own(session, old.id))
        assert not roster.may_read(device.id, Circle.shared(session))
    assert roster.epoch_due(Circle.own(session, old.id)) == roster.epoch_due(Circle.shared(session)) == at + 1
    assert roster.epoch_due(Circle.own(session, other.id)) == 1
    assert roster.epoch_for(new.id, Circle.own(session, new.id)) == 1

    board.say(Kind.SESSION_JOINED, new.signing, session=session.hex())
    assert roster.may_read(new.id, Circle.shared(session))
    assert roster.epoch_for(new.id, Circle.shared(session)) == at + 1


def test_closing_ends_it_for_all_but_the_caseworkers(board: BoardInTest) -> None:
    anna, siv = board.with_role(Role.SUPPORTER), board.with_role(Role.COORDINATOR)
    session = opened(board, anna)
    at = closed(board, session)
    own = Circle.own(session, anna.id)

    assert board.roster.epoch_due(own) == board.roster.epoch_due(Circle.shared(session)) == at + 1
    assert board.roster.could_grant(anna.id, own, at)
    assert not board.roster.could_grant(anna.id, own, at + 1)
    assert board.roster.could_grant(siv.id, own, at + 1)


def test_who_was_removed_cannot_hand_out_a_key_of_a_later_epoch(board: BoardInTest) -> None:
    anna, siv = board.with_role(Role.SUPPORTER), board.with_role(Role.COORDINATOR)
    own, at = Circle.own(opened(board, anna), anna.id), revoked(board, siv)

    assert board.roster.could_grant(siv.id, own, at)
    assert not board.roster.could_grant(siv.id, own, at + 1)
    assert not board.roster.may_bring(siv.id, Circle.of_board(), at + 1)


def test_a_role_nobody_confirmed_hands_out_nothing(board: BoardInTest) -> None:
    photographed = board.join(Role.COORDINATOR)

    assert not board.roster.could_grant(photographed.id, Circle.of_board())


def test_a_role_taken_is_gone_at_once_and_a_role_given_waits_for_the_digits(board: BoardInTest) -> None:
    siv, anna = board.with_role(Role.COORDINATOR), board.with_role(Role.SUPPORTER)
    chief, session = board.supervisor.signing, opened(board, anna)
    board.say(Kind.ROLE_CHANGED, chief, person=siv.person.hex(), role="supporter", reason="back on the street")
    at = board.roster.head.seq
    board.say(Kind.ROLE_CHANGED, chief, person=anna.person.hex(), role="coordinator", reason="takes over")
    roster = board.roster

    assert (roster.devices[siv.id].role, roster.devices[siv.id].is_active) == (Role.SUPPORTER, True)
    assert not roster.may_read(siv.id, Circle.shared(session))
    assert roster.epoch_due(Circle.own(session, anna.id)) == at + 1
    assert roster.role_key_is_due(Role.COORDINATOR)
    assert roster.devices[anna.id].state is DeviceState.WAITING_FOR_ROLE
    assert not roster.is_caseworker(anna.id)
    assert [roster.devices[one.id].label for one in (siv, anna)] == ["S1", "K1"]
    assert roster.devices[board.with_role(Role.COORDINATOR).id].label == "S2"


def test_the_last_supervisor_cannot_be_removed(board: BoardInTest) -> None:
    me = board.supervisor
    removals = [
        board.made(Kind.DEVICE_REVOKED, me.signing, device=me.id.hex(), reason="mistake"),
        board.made(Kind.ROLE_CHANGED, me.signing, person=me.person.hex(), role="supporter", reason="mistake"),
    ]

    for removal in removals:
        with pytest.raises(StatementRefused, match="last_supervisor"):
            board.roster.add(removal)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        (Kind.ROLE_CHANGED, {"person": "00" * 16, "role": "supporter", "reason": "x"}),
        (Kind.PEER_PINNED, {"root": "00" * 32, "server": "https://bromma.example", "name": "Bromma"}),
        (Kind.DISPOSED, {"envelopes": {Circle.of_board().hex(): ["00" * 32]}, "reason": "12 months"}),
    ],
)
def test_what_only_a_supervisor_decides_is_refused_from_a_coordinator(
    board: BoardInTest, kind: Kind, fields: dict[str, object]
) -> None:
    siv = board.with_role(Role.COORDINATOR)

    with pytest.raises(StatementRefused, match="not_a_supervisor"):
        board.roster.add(board.made(kind, siv.signing, **fields))


def test_a_disposal_names_envelopes_by_stream(board: BoardInTest) -> None:
    circle, gone, chief = Circle.of_board(), os.urandom(32), board.supervisor.signing
    board.say(Kind.DISPOSED, chief, envelopes={circle.hex(): [gone.hex()]}, reason="12 months")

    assert board.roster.disposed == {circle.to_bytes(): frozenset({gone})}
    for envelopes in ({}, {circle.hex(): []}, {circle.hex(): ["ab"]}, {"ab": [gone.hex()]}, [gone.hex()]):
        with pytest.raises(Malformed):
            board.roster.add(board.made(Kind.DISPOSED, chief, envelopes=envelopes, reason="12 months"))


def test_the_root_signs_in_a_supervisor_without_knowing_the_log_and_nobody_else(board: BoardInTest) -> None:
    new = Handset()

    def by(signer: Handset | BoardInTest, role: Role = Role.SUPERVISOR) -> Statement:
        key = signer.root if isinstance(signer, BoardInTest) else signer.signing
        fields = {"board": board.id, "head": Head(), "at": NOON, "signer": public(key), "sign": key.sign}
        return Statement.make(Kind.BOARD_RECOVERED, **fields, **new.enrolment(role))

    for statement, code in ((by(board.supervisor), "not_the_root"), (by(board, Role.COORDINATOR), "root_adds_only")):
        with pytest.raises(StatementRefused, match=code):
            board.roster.add(statement)
    board.roster.add(by(board))
    with pytest.raises(StatementRefused, match="known_device"):
        board.roster.add(by(board))

    assert board.roster.is_caseworker(new.id)
    board.supervisor, lost = new, board.supervisor
    revoked(board, lost)
    assert not board.roster.is_caseworker(lost.id)
