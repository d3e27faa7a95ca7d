"""What statements about other boards need to be allowed, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sync.protocol import exercise_rules
from sync.protocol.errors import StatementRefused
from sync.protocol.members import Handover, HandoverAnswer, HandoverEnded, Peer
from sync.protocol.rule_questions import by_caseworker, by_supervisor, next_seq
from sync.protocol.statement import Kind, Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster


def _peer_pinned(roster: Roster, statement: Statement) -> None:
    """Pinned again, it has moved or changed its name; another root is another board. Whether it is an exercise stands
    in its code, and its own root has signed it."""
    by_supervisor(roster, statement)
    exercise_rules.check_alike(roster, statement)
    where, name = statement.text_of("server", 200), statement.text_of("name")
    peer = Peer(statement.id_of("root", 32), where, name, next_seq(roster))
    if peer.board == roster.board_id:
        raise StatementRefused("own_board")
    roster.peers[peer.board] = peer


def _handed_over(roster: Roster, statement: Statement) -> None:
    """Said again when the letter had to be sealed anew; never to two boards, nor after it was taken back."""
    signer, peer = by_caseworker(roster, statement), _pinned(roster, statement)
    id_ = statement.id_of("id")
    if id_ in roster.withdrawn:
        raise StatementRefused("handover_withdrawn")
    if any(one.id == id_ and one.peer != peer for one in roster.handovers):
        raise StatementRefused("known_handover")
    roster.handovers.append(Handover(peer, statement.id_of("letter", 32), id_, signer.id, statement.at))


def _handover_withdrawn(roster: Roster, statement: Statement) -> None:
    signer, id_ = by_caseworker(roster, statement), statement.id_of("id")
    if id_ in roster.withdrawn:
        raise StatementRefused("handover_withdrawn")
    if not any(one.id == id_ for one in roster.handovers):
        raise StatementRefused("unknown_handover")
    roster.withdrawn[id_] = HandoverEnded(signer.id, statement.at)


def _taken_over(roster: Roster, statement: Statement) -> None:
    _answer(roster, statement, taken_over=True)


def _handover_refused(roster: Roster, statement: Statement) -> None:
    _answer(roster, statement, taken_over=False)


def _answer(roster: Roster, statement: Statement, *, taken_over: bool) -> None:
    """One answer to each proposal, whoever of the coordinators is first."""
    signer, peer = by_caseworker(roster, statement), _pinned(roster, statement)
    id_ = statement.id_of("id")
    if (peer, id_) in roster.answered:
        raise StatementRefused("handover_answered")
    letter = statement.id_of("letter", 32)
    roster.answered[peer, id_] = HandoverAnswer(peer, letter, id_, taken_over, signer.id, statement.at)


def _pinned(roster: Roster, statement: Statement) -> bytes:
    peer = statement.id_of("peer")
    if peer not in roster.peers:
        raise StatementRefused("unknown_peer")
    return peer


RULES: dict[Kind, Callable[[Roster, Statement], None]] = {
    Kind.PEER_PINNED: _peer_pinned,
    Kind.HANDED_OVER: _handed_over,
    Kind.HANDOVER_WITHDRAWN: _handover_withdrawn,
    Kind.TAKEN_OVER: _taken_over,
    Kind.HANDOVER_REFUSED: _handover_refused,
}
