"""`district-server check`."""

import argparse
from collections.abc import Iterator

from sqlalchemy import Connection, select

from sync.errors import AskForHelp
from sync.server import schema
from sync.server.checking import Check
from sync.server.commands.frame import command, existing, say
from sync.server.engine import storage_problems
from sync.server.overview import NO_BOARDS, named
from sync.server.tables import boards


class NotWhole(AskForHelp):
    """What the server keeps is not whole. Restore the newest backup that is, into an empty database."""


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    command(commands, "check", _check, "verify every chain and every signature, and say what is wrong")


def _check(options: argparse.Namespace) -> None:
    count = 0
    with existing(options.database) as database, database.snapshot() as connection:
        schema.check_current(connection)
        for line in _problems(connection):
            say(line)
            count += 1
    if count:
        raise NotWhole


def _problems(connection: Connection) -> Iterator[str]:
    """What is in order is said on the way."""
    yield from storage_problems(connection)
    known = connection.scalars(select(boards.c.board).order_by(boards.c.claimed_at)).all()
    for board in known:
        yield from _board_problems(Check(connection, board))
    if not known:
        say(NO_BOARDS)


def _board_problems(check: Check) -> Iterator[str]:
    count = 0
    for problem in check.problems():
        count += 1
        yield f"{_name(check)}: {problem}"
    told = ", ".join(f"{number} {what}" for what, number in check.counts.items()) or "nothing"
    say(f"{_name(check)}: {told} looked at, {count} problems.")


def _name(check: Check) -> str:
    board = check.roster.board
    return named(board) if board else f"Board {check.roster.board_id.hex()}"
