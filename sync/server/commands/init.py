"""`district-server init`."""

import argparse
from datetime import UTC, datetime

from sync.server import claims, schema
from sync.server.commands.frame import command, make_file_private, opened, say, shown


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command(commands, "init", _init, "make the database if it is missing, and a claim code for one new board")


def _init(options: argparse.Namespace) -> None:
    make_file_private(options.database)
    with opened(options.database) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            code = claims.make_claim(connection, datetime.now(UTC))
    say(
        f"Database: {shown(options.database)}",
        f"Claim code: {code}",
        "",
        "The code founds one board and is shown only now. Next:",
        "  1. Start the server: district-server serve",
        "  2. On the first supervisor's device choose to claim a board, and type the server's address and this code.",
    )
