"""What could not enter the log, a mailbox or a stream is kept here for a supervisor, never dropped."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select

from sync.protocol.limits import BATCH_ITEMS, PULL_BYTES
from sync.server.engine import among, insert_if_missing
from sync.server.tables import set_aside

# Of what was disposed of only the id is left.
_IS_THERE = func.length(set_aside.c.original) > 0


class AsideKind(StrEnum):
    ENVELOPE = "envelope"
    STATEMENT = "statement"
    GRANT = "grant"


_COUNT_BY = select(func.count()).where(
    set_aside.c.board == bindparam("board"),
    set_aside.c.author == bindparam("author"),
    set_aside.c.kind == AsideKind.ENVELOPE,
    _IS_THERE,
)


@dataclass(frozen=True, slots=True)
class Aside:
    """`original`: the bytes as they came, their SHA-256 is the id. Author and circle are as the bytes claim."""

    kind: AsideKind
    original: bytes
    code: str
    author: bytes | None = None
    circle: bytes | None = None


def keep(connection: Connection, board: bytes, aside: Aside, at: datetime) -> None:
    insert_if_missing(
        connection,
        set_aside,
        board=board,
        id=hashlib.sha256(aside.original).digest(),
        kind=aside.kind,
        code=aside.code,
        at=at,
        author=aside.author,
        circle=aside.circle,
        original=aside.original,
    )


def release(connection: Connection, board: bytes, ids: Collection[bytes]) -> None:
    """What has been let in after all is no longer aside."""
    if ids:
        connection.execute(delete(set_aside).where(set_aside.c.board == board, among(connection, set_aside.c.id, ids)))


def count_by(connection: Connection, board: bytes, author: bytes) -> int:
    """Of how many envelopes this device is the author, as they claim."""
    return connection.scalar(_COUNT_BY, {"board": board, "author": author}) or 0


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Row[Any]]
    more: bool


def listed(connection: Connection, board: bytes, after: bytes) -> Page:
    """Those with an id after `after`, in the order of their ids, which never changes: at most BATCH_ITEMS of them and,
    beyond the first, PULL_BYTES."""
    wanted = select(set_aside).where(set_aside.c.board == board, set_aside.c.id > after, _IS_THERE)
    found = connection.execute(wanted.order_by(set_aside.c.id).limit(BATCH_ITEMS + 1)).all()
    size, fitting = 0, 0
    for row in found[:BATCH_ITEMS]:
        size += len(row.original)
        if fitting and size > PULL_BYTES:
            break
        fitting += 1
    return Page(found[:fitting], more=len(found) > fitting)
