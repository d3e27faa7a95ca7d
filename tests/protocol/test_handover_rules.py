"""Who may say what of other boards, and that a proposal is answered once."""

import os

import pytest

from sync.protocol.circle import Role
from sync.protocol.errors import StatementRefused
from sync.protocol.members import board_id
from sync.protocol.statement import Kind
from tests.protocol.people import BoardInTest, Handset, public

LETTER, ID = "ab" * 32, "cd" * 16


@pytest.fixture
def board() -> BoardInTest:
    return BoardInTest()


@pytest.fixture
def other() -> BoardInTest:
    return BoardInTest()


def pin(board: BoardInTest, other: BoardInTest, server: str = "https://bromma.example") -> None:
    root = public(other.root).hex()
    board.say(Kind.PEER_PINNED, board.supervisor.signing, root=root, server=server, name="Bromma")


def refused(board: BoardInTest, kind: Kind, by: Handset, **fields: object) -> str:
    with pytest.raises(StatementRefused) as caught:
        board.roster.add(board.made(kind, by.signing, **fields))
    return caught.value.code


def test_another_board_is_pinned_by_its_root_and_pinned_again_when_it_moves(
    board: BoardInTest, other: BoardInTest
) -> None:
    pin(board, other)
    first = board.roster.peers[other.id]
    pin(board, other, "https://moved.example")
    moved = board.roster.peers[other.id]

    assert board_id(public(other.root)) == other.id
    assert (first.server, moved.server) == ("https://bromma.example", "https://moved.example")
    assert moved.since == first.since + 1
    assert len(board.roster.peers) == 1


def test_a_board_is_never_its_own_peer(board: BoardInTest) -> None:
    fields = {"root": public(board.root).hex(), "server": "https://here.example", "name": "We"}

    assert refused(board, Kind.PEER_PINNED, board.supervisor, **fields) == "own_board"


@pytest.mark.parametrize("kind", [Kind.HANDED_OVER, Kind.TAKEN_OVER, Kind.HANDOVER_REFUSED])
def test_caseworkers_hand_over_and_answer_and_only_with_boards_that_are_pinned(
    board: BoardInTest, other: BoardInTest, kind: Kind
) -> None:
    siv, anna = board.with_role(Role.COORDINATOR), board.with_role(Role.SUPPORTER)
    said = {"peer": other.id.hex(), "letter": LETTER, "id": ID}

    assert refused(board, kind, siv, **said) == "unknown_peer"
    pin(board, other)
    assert refused(board, kind, anna, **said) == "not_a_caseworker"
    board.say(kind, siv.signing, **said)


def test_a_proposal_is_answered_once_by_whoever_is_first(board: BoardInTest, other: BoardInTest) -> None:
    siv, sten = board.with_role(Role.COORDINATOR), board.with_role(Role.COORDINATOR)
    pin(board, other)
    said = {"peer": other.id.hex(), "letter": LETTER, "id": ID}
    board.say(Kind.TAKEN_OVER, siv.signing, **said)

    assert refused(board, Kind.TAKEN_OVER, sten, **said) == "handover_answered"
    assert refused(board, Kind.HANDOVER_REFUSED, sten, **said) == "handover_answered"
    [answer] = board.roster.answered.values()
    assert (answer.by, answer.taken_over, answer.letter.hex()) == (siv.id, True, LETTER)


def test_another_board_s_proposal_with_the_same_id_is_another_proposal(board: BoardInTest, other: BoardInTest) -> None:
    third, siv = BoardInTest(), board.with_role(Role.COORDINATOR)
    for peer in (other, third):
        pin(board, peer)
        board.say(Kind.TAKEN_OVER, siv.signing, peer=peer.id.hex(), letter=LETTER, id=ID)

    assert len(board.roster.answered) == 2


def test_what_was_taken_back_is_not_handed_over_again_and_only_what_was_proposed_is_taken_back(
    board: BoardInTest, other: BoardInTest
) -> None:
    siv, third = board.with_role(Role.COORDINATOR), BoardInTest()
    pin(board, other)
    pin(board, third)
    said = {"peer": other.id.hex(), "letter": LETTER, "id": ID}
    assert refused(board, Kind.HANDOVER_WITHDRAWN, siv, id=ID) == "unknown_handover"
    board.say(Kind.HANDED_OVER, siv.signing, **said)
    board.say(Kind.HANDED_OVER, siv.signing, **said | {"letter": os.urandom(32).hex()})
    assert refused(board, Kind.HANDED_OVER, siv, **said | {"peer": third.id.hex()}) == "known_handover"
    board.say(Kind.HANDOVER_WITHDRAWN, siv.signing, id=ID)

    assert refused(board, Kind.HANDED_OVER, siv, **said) == "handover_withdrawn"
    assert refused(board, Kind.HANDOVER_WITHDRAWN, siv, id=ID) == "handover_withdrawn"
    assert board.roster.withdrawn[bytes.fromhex(ID)].by == siv.id
