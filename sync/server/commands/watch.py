"""`district-server watch`."""

import argparse
from datetime import UTC, date, datetime

from sync.server import schema
from sync.server.commands.frame import command, existing, say_all
from sync.server.overview import watch_lines


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    counts = command(commands, "watch", _watch, "how many follow-ups are open and overdue, per board")
    counts.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="count as on this day (default: today there)")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


def _watch(options: argparse.Namespace) -> None:
    with existing(options.database) as database, database.reading() as connection:
        schema.check_current(connection)
        say_all(watch_lines(connection, today=options.today, now=datetime.now(UTC)))
