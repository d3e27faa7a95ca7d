"""`district-server backup`, `restore` and `restored`."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from sync.server import backup, healing, restoring, schema
from sync.server.backup import Backup
from sync.server.commands.frame import command, existing, make_file_private, opened, say, shown

_NEXT = (
    "Every board heals now: its devices bring back what they have and the server lost. Next:",
    "  1. Verify it: district-server check",
    "  2. Start the server: district-server serve",
)


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    text = "write everything into FILE, all of one moment, while the server goes on serving"
    command(commands, "backup", _backup, text).add_argument("file", type=Path, metavar="FILE")
    text = "fill an empty database from FILE, with a new server epoch"
    command(commands, "restore", _restore, text).add_argument("file", type=Path, metavar="FILE")
    text = "say that the database itself was brought back by other means: devices bring back what it lost"
    command(commands, "restored", _restored, text)


def _backup(options: argparse.Namespace) -> None:
    with existing(options.database) as database, database.snapshot() as connection:
        schema.check_current(connection)
        count = backup.write(connection, options.file, datetime.now(UTC))
    say(f"Backup: {options.file} ({count} rows, {options.file.stat().st_size} bytes)")


def _restore(options: argparse.Namespace) -> None:
    found = Backup.verified(options.file)
    make_file_private(options.database)
    with opened(options.database) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            count = restoring.restore(connection, found)
    say(f"Restored: {count} rows of {found.made_at:%Y-%m-%d %H:%M}Z into {shown(options.database)}", *_NEXT)


def _restored(options: argparse.Namespace) -> None:
    with existing(options.database) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            count = healing.begin(connection)
    say(f"Boards with a new server epoch: {count}", *_NEXT)
