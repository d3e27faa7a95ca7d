"""What each board's log says, folded once per process and carried forward by the rows that came after."""

import copy
from collections.abc import Sequence
from typing import Any

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
        rows = _rows_from(connection, known)
        if known.board is not None and not _goes_on(known, rows):
            # Another database was put under us: what was remembered is of a log that is no more.
            known = Roster(board)
            rows = _rows_from(connection, known)
        newer = [row.statement for row in rows if row.seq > known.head.seq]
        if newer:
            known = self._known[board] = _carried_forward(known, newer)
        if known.board is None:
            raise NotRecognised
        return known


def _rows_from(connection: Connection, known: Roster) -> Sequence[Any]:
    """The last row that is known, and those after it."""
    wanted = (log.c.board == known.board_id) & (log.c.seq >= known.head.seq)
    query = select(log.c.seq, log.c.hash, log.c.statement).where(wanted)
    return connection.execute(query.order_by(log.c.seq)).all()


def _goes_on(known: Roster, rows: Sequence[Any]) -> bool:
    return bool(rows) and (rows[0].seq, rows[0].hash) == (known.head.seq, known.head.hash)


def _carried_forward(known: Roster, rows: list[bytes]) -> Roster:
    roster = copy.deepcopy(known)
    for row in rows:
        roster.add(Statement.from_bytes(row))
    return roster
