"""What the server itself says of a board: which life of the server this is, and whether the board heals."""

import secrets

from sqlalchemy import Connection, exists, select

from sync.server.engine import where
from sync.server.tables import boards, log


def new_server_epoch() -> str:
    """Names this life of the server: whoever knows another one looks again at what it thinks is safe."""
    return secrets.token_hex(8)


def server_epoch(connection: Connection, board: bytes) -> str:
    epoch: str = connection.execute(select(boards.c.server_epoch).where(where(boards, {"board": board}))).scalar_one()
    return epoch


def is_healing(connection: Connection, board: bytes) -> bool:
    return bool(connection.scalar(select(boards.c.healing).where(where(boards, {"board": board}))))


def has_log(connection: Connection, board: bytes) -> bool:
    return bool(connection.scalar(select(exists().where(log.c.board == board))))
