"""Blind, not deaf: the server counts promises by their watch lines and knows nothing else of them."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select, update

from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.roster import Roster
from sync.protocol.watch import WatchLine
from sync.server.engine import locked, where
from sync.server.tables import watch


@dataclass(frozen=True, slots=True)
class WatchCount:
    open: int
    overdue: int


def verified(roster: Roster, raw: bytes) -> WatchLine | None:
    """None for a bad line: it is not counted, but never stands in the way of the envelope it came with."""
    try:
        line = WatchLine.from_bytes(raw)
        author = roster.devices.get(line.author)
        if author is None or line.board != roster.board_id:
            return None
        line.verify(author.signing)
    except (Malformed, MadeByNewerVersion, BadSignature):
        return None
    return line


def note(connection: Connection, line: WatchLine) -> None:
    """Counts a verified line unless what is known already wins over it."""
    key = {"board": line.board, "watch_id": line.watch_id}
    values = {
        "revision": line.revision,
        "latest": line.latest,
        "is_open": line.is_open,
        "line": line.to_bytes(),
    }
    known = locked(connection, watch, key, **values)
    if line.replaces(known.revision, known.is_open):
        connection.execute(update(watch).where(where(watch, key)).values(**values))


def counted(connection: Connection, board: bytes, today: date) -> WatchCount:
    """`today` is a date in the board's zone; overdue starts the day after `latest`."""
    open_ones = select(func.count()).select_from(watch).where(watch.c.board == board, watch.c.is_open)
    overdue = open_ones.where(watch.c.latest < today)
    return WatchCount(connection.scalar(open_ones) or 0, connection.scalar(overdue) or 0)


def oldest_latest(connection: Connection, board: bytes) -> date | None:
    """The latest day of the promise that has been open longest past it, or will be first."""
    mine = (watch.c.board == board) & watch.c.is_open
    oldest: date | None = connection.scalar(select(func.min(watch.c.latest)).where(mine))
    return oldest
