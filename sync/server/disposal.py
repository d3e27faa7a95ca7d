"""Dropping what was disposed of: its bytes go, its id, number, hash and author stay for good."""

from sqlalchemy import Connection, select, update

from sync.protocol.disposal import disposed_of, watched
from sync.protocol.errors import StatementRefused
from sync.protocol.statement import Statement
from sync.server.tables import envelopes, set_aside, watch

STUB = b""


def check_closed(connection: Connection, statement: Statement) -> None:
    """Raises `StatementRefused` while one of the promises it names is open, and `Malformed`."""
    named = watch.c.watch_id.in_(watched(statement))
    still_open = select(watch.c.watch_id).where(watch.c.board == statement.board, named, watch.c.is_open)
    if connection.execute(still_open).first():
        raise StatementRefused("still_open")


def drop(connection: Connection, statement: Statement) -> None:
    """In the streams and among what was set aside; doing it again is harmless."""
    for circle, ids in disposed_of(statement).items():
        for table, content in ((envelopes, envelopes.c.envelope), (set_aside, set_aside.c.original)):
            there = (table.c.board == statement.board) & (table.c.circle == circle) & table.c.id.in_(sorted(ids))
            connection.execute(update(table).where(there).values({content: STUB}))
