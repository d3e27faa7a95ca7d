"""A server that is put back, and one that begins again with nothing but its board's name."""

import secrets
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.server.running import RunningServer

_ALL_BUT_BOARDS = (
    "log",
    "invites",
    "mailboxes",
    "grants",
    "streams",
    "envelopes",
    "set_aside",
    "watch",
    "heartbeats",
    "used_challenges",
    "tokens",
)


def backed_up(server: RunningServer) -> Path:
    copy = server.folder / f"backup-{secrets.token_hex(4)}.sqlite3"
    with closing(sqlite3.connect(server.database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def restored(server: RunningServer, backup: Path, *, healing: bool = True) -> None:
    """As `district-server restore` does it: the old rows, and a new epoch for every board. Without `healing` it takes
    new statements at once, as a server that was copied back by hand does."""
    server.stop()
    for ending in ("", "-wal", "-shm"):
        server.database.with_name(server.database.name + ending).unlink(missing_ok=True)
    shutil.copy(backup, server.database)
    _new_epoch(server, healing=healing)
    server.start()


def emptied(server: RunningServer, board: bytes) -> None:
    """As `district-server init --root` leaves it: the board's id, which pins its root, and nothing else."""
    server.stop()
    with closing(sqlite3.connect(server.database)) as database, database:
        for table in _ALL_BUT_BOARDS:
            database.execute(f"DELETE FROM {table} WHERE board = ?", (board,))  # noqa: S608 - names from above
    _new_epoch(server, healing=True)
    server.start()


def _new_epoch(server: RunningServer, *, healing: bool) -> None:
    with closing(sqlite3.connect(server.database)) as database, database:
        for (board,) in database.execute("SELECT board FROM boards").fetchall():
            row = (secrets.token_hex(8), secrets.token_bytes(32), healing, board)
            database.execute(
                "UPDATE boards SET server_epoch = ?, challenge_secret = ?, healing = ? WHERE board = ?", row
            )


def stored(server: RunningServer, board: bytes) -> set[bytes]:
    """The ids of all envelopes that the server has of a board."""
    with closing(sqlite3.connect(server.database)) as database:
        return {id_ for (id_,) in database.execute("SELECT id FROM envelopes WHERE board = ?", (board,))}


def open_promises(server: RunningServer, board: bytes) -> int:
    with closing(sqlite3.connect(server.database)) as database:
        query = "SELECT count(*) FROM watch WHERE board = ? AND is_open"
        return int(database.execute(query, (board,)).fetchone()[0])
