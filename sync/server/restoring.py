"""Filling an empty database from a backup, as another life of the same server."""

import secrets
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, exists, insert, select

from sync.errors import FixAndRetry
from sync.server.backup import Backup, BackupDamaged
from sync.server.board_state import new_server_epoch
from sync.server.tables import boards, claims, metadata

_AT_ONCE = 500


class NotEmpty(FixAndRetry):
    """There is something in this database already. Restore into an empty one, so that nothing is written over."""


def restore(connection: Connection, backup: Backup) -> int:
    """Number of rows, all or none of them. Every board heals afterwards. Raises `NotEmpty` or `BackupDamaged`."""
    if any(connection.scalar(select(exists().select_from(table))) for table in (boards, claims)):
        raise NotEmpty
    for name, rows in groupby(backup.rows(), key=lambda pair: pair[0]):
        if name not in metadata.tables:
            raise BackupDamaged
        values = (_with_secrets(name, row) for _, row in rows)
        while batch := list(islice(values, _AT_ONCE)):
            connection.execute(insert(metadata.tables[name]), batch)
    return backup.count


def _with_secrets(name: str, row: dict[str, Any]) -> dict[str, Any]:
    if name != boards.name:
        return row
    return row | {"server_epoch": new_server_epoch(), "challenge_secret": secrets.token_bytes(32), "healing": True}
