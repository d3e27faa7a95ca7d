"""What the server knows of handovers without reading any: which were proposed, taken back and answered."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, select

from sync.protocol.errors import StatementRefused
from sync.protocol.letter import HANDOVER_PROPOSED, HANDOVER_RECEIVED, HANDOVER_REFUSED, HANDOVER_WITHDRAWN
from sync.protocol.members import board_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement
from sync.server.engine import where
from sync.server.tables import letters, peer_log

ANSWERS = (Kind.TAKEN_OVER, Kind.HANDOVER_REFUSED)
ANSWERING = (HANDOVER_RECEIVED, HANDOVER_REFUSED)
ANSWER_WITHIN = timedelta(hours=2)


def check_not_withdrawn(connection: Connection, answer: Statement) -> None:
    """What was taken back before it was answered cannot be answered: under the board's lock one of the two is first.
    Raises `StatementRefused`."""
    back = {"board": answer.board, "peer": answer.id_of("peer"), "answers": answer.id_of("id")}
    if connection.scalar(select(exists().where(where(letters, back | {"kind": HANDOVER_WITHDRAWN})))):
        raise StatementRefused("handover_withdrawn")


def unanswered(connection: Connection, roster: Roster, now: datetime) -> int:
    """How many handovers, proposed by this board or to it, nobody has answered within the time there is."""
    until = now - ANSWER_WITHIN
    return len(_asked(connection, roster, until)) + len(_asking(connection, roster, until))


def _asked(connection: Connection, roster: Roster, until: datetime) -> set[tuple[bytes, bytes]]:
    """Of other boards: what came before `until`, and this board's log does not answer."""
    mine = letters.c.board == roster.board_id
    proposed = select(letters.c.peer, letters.c.letter_id).where(mine, letters.c.kind == HANDOVER_PROPOSED)
    back = select(letters.c.peer, letters.c.answers).where(mine, letters.c.kind == HANDOVER_WITHDRAWN)
    came = {(peer, id_) for peer, id_ in connection.execute(proposed.where(letters.c.received_at <= until))}
    return came - {(peer, id_) for peer, id_ in connection.execute(back)} - roster.answered.keys()


def _asking(connection: Connection, roster: Roster, until: datetime) -> set[tuple[bytes, bytes]]:
    """Of this board: what was signed before `until`, not taken back, and no letter answers."""
    mine = letters.c.board == roster.board_id
    back = select(letters.c.peer, letters.c.answers).where(mine, letters.c.kind.in_(ANSWERING))
    answered = {(peer, id_) for peer, id_ in connection.execute(back)}
    said = {(one.peer, one.id) for one in roster.handovers if one.id not in roster.withdrawn}
    late = {(one.peer, one.id) for one in roster.handovers if one.at <= until}
    return (said & late) - answered


def forget_log(connection: Connection, pinned: Statement) -> None:
    """A board that is pinned again begins anew: after a restore its log may have gone on otherwise."""
    peer = board_id(pinned.id_of("root", 32))
    connection.execute(delete(peer_log).where(where(peer_log, {"board": pinned.board, "peer": peer})))
