"""What each board's log says, folded once per process and carried forward by the rows that came after."""

import copy

from sqlalchemy import Connection, select

from sync.protocol.roster import Roster
from sync.protocol.statement import Statement
from sync.server.refusals import NotRecognised
from sync.server.tables import log


class Rosters:
    """Rosters handed out are shared between threads and never changed: copy one before adding to it.

    Within a writing transaction ask before the log is written, or what may yet be rolled back is remembered.
    """

    def __init__(self) -> None:
        self._known: dict[bytes, Roster] = {}

    def at(self, connection: Connection, board: bytes) -> Roster:
        """Raises `NotRecognised` for a board this server does not have, as for a device it does not know."""
        known = self._known.get(board) or Roster(board)
        if rows := _rows_after(connection, known):
            known = self._known[board] = _carried_forward(known, rows)
        if known.board is None:
            raise NotRecognised
        return known


def _rows_after(connection: Connection, known: Roster) -> list[bytes]:
    newer = (log.c.board == known.board_id) & (log.c.seq > known.head.seq)
    return list(connection.scalars(select(log.c.statement).where(newer).order_by(log.c.seq)))


def _carried_forward(known: Roster, rows: list[bytes]) -> Roster:
    roster = copy.deepcopy(known)
    for row in rows:
        roster.add(Statement.from_bytes(row))
    return roster
