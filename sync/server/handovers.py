"""What the server knows of handovers without reading any: which were proposed, taken back and answered."""

from sqlalchemy import Connection, delete, exists, select

from sync.protocol.errors import StatementRefused
from sync.protocol.letter import HANDOVER_WITHDRAWN
from sync.protocol.members import board_id
from sync.protocol.statement import Kind, Statement
from sync.server.engine import where
from sync.server.tables import letters, peer_log

ANSWERS = (Kind.TAKEN_OVER, Kind.HANDOVER_REFUSED)


def check_not_withdrawn(connection: Connection, answer: Statement) -> None:
    """What was taken back before it was answered cannot be answered: under the board's lock one of the two is first.
    Raises `StatementRefused`."""
    back = {"board": answer.board, "peer": answer.id_of("peer"), "answers": answer.id_of("id")}
    if connection.scalar(select(exists().where(where(letters, back | {"kind": HANDOVER_WITHDRAWN})))):
        raise StatementRefused("handover_withdrawn")


def forget_log(connection: Connection, pinned: Statement) -> None:
    """A board that is pinned again begins anew: after a restore its log may have gone on otherwise."""
    peer = board_id(pinned.id_of("root", 32))
    connection.execute(delete(peer_log).where(where(peer_log, {"board": pinned.board, "peer": peer})))
