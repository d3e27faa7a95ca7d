"""`district-server init`."""

import argparse
import re
from datetime import UTC, datetime

from sqlalchemy import Connection

from sync.protocol.errors import Malformed
from sync.protocol.wire import identifier
from sync.server import claims, healing, schema
from sync.server.commands.frame import command, make_file_private, opened, say, shown


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    init = command(commands, "init", _init, "make the database if it is missing, and a claim code for one new board")
    text = "instead of a claim code: let the devices of this board bring it back to an empty server"
    init.add_argument("--root", type=_fingerprint, metavar="FINGERPRINT", help=text)


def _fingerprint(text: str) -> bytes:
    """32 hexadecimal digits, however they are grouped: a board's id is the fingerprint of its root."""
    try:
        return identifier(re.sub(r"[\s:\-]", "", text).lower())
    except Malformed as error:
        raise argparse.ArgumentTypeError("write the 32 hexadecimal digits of the board's fingerprint") from error


def _init(options: argparse.Namespace) -> None:
    make_file_private(options.database)
    with opened(options.database) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            lines = _expect(connection, options.root) if options.root else _make_claim(connection)
    say(f"Database: {shown(options.database)}", *lines)


def _make_claim(connection: Connection) -> list[str]:
    code = claims.make_claim(connection, datetime.now(UTC))
    return [
        f"Claim code: {code}",
        "",
        "The code founds one board and is shown only now. Next:",
        "  1. Start the server: district-server serve",
        "  2. On the first supervisor's device choose to claim a board, and type the server's address and this code.",
    ]


def _expect(connection: Connection, board: bytes) -> list[str]:
    healing.expect(connection, board, datetime.now(UTC))
    return [
        f"Board {board.hex()} is expected: its devices bring back what they have.",
        "Start the server: district-server serve",
    ]
