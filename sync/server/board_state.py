"""What the server itself says of a board: which life of the server this is, and whether the board heals."""

import secrets
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, select

from sync.server.engine import where
from sync.server.tables import boards, log


def new_server_epoch() -> str:
    """Names this life of the server: whoever knows another one looks again at what it thinks is safe."""
    return secrets.token_hex(8)


_STANDING = select(boards.c.server_epoch, boards.c.healing).where(boards.c.board == bindparam("board"))


@dataclass(frozen=True, slots=True)
class Standing:
    server_epoch: str
    healing: bool


def standing(connection: Connection, board: bytes) -> Standing:
    row = connection.execute(_STANDING, {"board": board}).one()
    return Standing(row.server_epoch, row.healing)


def server_epoch(connection: Connection, board: bytes) -> str:
    epoch: str = connection.execute(select(boards.c.server_epoch).where(where(boards, {"board": board}))).scalar_one()
    return epoch


def is_healing(connection: Connection, board: bytes) -> bool:
    row = connection.execute(_STANDING, {"board": board}).first()
    return row is not None and row.healing


def has_log(connection: Connection, board: bytes) -> bool:
    return bool(connection.scalar(select(exists().where(log.c.board == board))))
