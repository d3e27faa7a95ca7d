"""`district-server watch`."""

import argparse
import os
import signal
import threading
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sync.server import schema, watching
from sync.server.commands.frame import command, existing, say_all
from sync.server.engine import Database
from sync.server.log_lines import log_to_stderr
from sync.server.overview import watch_lines
from sync.server.watching import Watching


def add_to(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    counts = command(commands, "watch", _watch, "how many follow-ups are open and overdue, per board")
    counts.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="count as on this day (default: today there)")
    text = "also mail or post the counts, as this TOML file says (see the admin guide)"
    counts.add_argument("--tell", type=Path, metavar="FILE", help=text)
    text = "go on, and do it again after so many minutes, until stopped with Ctrl-C"
    counts.add_argument("--every", type=_minutes, metavar="MINUTES", help=text)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


def _minutes(text: str) -> timedelta:
    try:
        every = timedelta(minutes=float(text))
    except (ValueError, OverflowError) as error:
        raise argparse.ArgumentTypeError("write a number of minutes") from error
    if every <= timedelta():
        raise argparse.ArgumentTypeError("write more than no minutes")
    return every


def _watch(options: argparse.Namespace) -> None:
    told = Watching.from_file(options.tell, os.environ) if options.tell else None
    with existing(options.database) as database:
        if told is None or not options.every:
            _say_counts(database, options.today)
        if told:
            log_to_stderr()
            _tell(database, told, options.every)


def _say_counts(database: Database, today: date | None) -> None:
    with database.reading() as connection:
        schema.check_current(connection)
        say_all(watch_lines(connection, today=today, now=datetime.now(UTC)))


def _tell(database: Database, told: Watching, every: timedelta | None) -> None:
    """Once, and then the exit status says whether everybody could be told; or until stopped."""
    if every is None:
        watching.look_and_tell(database, told, datetime.now(UTC))
        return
    over = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: over.set())
    watching.go_on(database, told, every=every, wait=over.wait)
