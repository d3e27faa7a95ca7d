"""What each board's log says, folded once per process and carried forward by the rows that came after."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from sync.protocol.roster import Roster
from sync.protocol.statement import Statement
from sync.server.refusals import NotRecognised
from sync.server.tables import log, peer_log


@dataclass(frozen=True, slots=True)
class _Kept:
    """Whose log, and which board was shown it; None: the board's own."""

    board: bytes
    shown_to: bytes | None = None


class Rosters:
    """Rosters handed out are shared between threads and never changed: copy one before adding to it.

    Within a writing transaction ask before the log is written, or what may yet be rolled back is remembered.
    """

    def __init__(self) -> None:
        self._known: dict[_Kept, Roster] = {}

    def at(self, connection: Connection, board: bytes) -> Roster:
        """Raises `NotRecognised` for a board this server does not have, as for a device it does not know."""
        roster = self._at(connection, _Kept(board))
        if roster.board is None:
            raise NotRecognised
        return roster

    def shown(self, connection: Connection, board: bytes, peer: bytes) -> Roster:
        """The log of `peer` as its devices have shown it to `board`; empty when they have not."""
        return self._at(connection, _Kept(peer, board))

    def _at(self, connection: Connection, kept: _Kept) -> Roster:
        known = self._known.get(kept) or Roster(kept.board)
        rows = _rows_from(connection, kept, known)
        if known.board is not None and not _goes_on(known, rows):
            # Another database was put under us: what was remembered is of a log that is no more.
            known = Roster(kept.board)
            rows = _rows_from(connection, kept, known)
        newer = [row.statement for row in rows if row.seq > known.head.seq]
        if newer:
            known = self._known[kept] = _carried_forward(known, newer)
        return known


def _rows_from(connection: Connection, kept: _Kept, known: Roster) -> Sequence[Any]:
    """The last row that is known, and those after it."""
    table = log if kept.shown_to is None else peer_log
    wanted = (table.c.board == (kept.shown_to or kept.board)) & (table.c.seq >= known.head.seq)
    if kept.shown_to is not None:
        wanted &= table.c.peer == kept.board
    query = select(table.c.seq, table.c.hash, table.c.statement).where(wanted)
    return connection.execute(query.order_by(table.c.seq)).all()


def _goes_on(known: Roster, rows: Sequence[Any]) -> bool:
    return bool(rows) and (rows[0].seq, rows[0].hash) == (known.head.seq, known.head.hash)


def _carried_forward(known: Roster, rows: list[bytes]) -> Roster:
    roster = copy.deepcopy(known)
    for row in rows:
        roster.add(Statement.from_bytes(row))
    return roster
