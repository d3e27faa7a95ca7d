"""`district-server`: what whoever runs the server types."""

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime

from sqlalchemy.exc import DatabaseError

from sync.errors import FixAndRetry, StodkedjanError
from sync.server import claims, schema, serving
from sync.server.app import create_app
from sync.server.engine import Database, NotADatabase, database_url, sqlite_file
from sync.server.overview import device_lines, watch_lines
from sync.server.request_log import log_to_stderr

DEFAULT_DATABASE = "district.sqlite3"
_EPILOG = """\
Start here:
  district-server init      make the database and a claim code
  district-server serve     answer phones on http://127.0.0.1:8700

The database is a file, or the URL of a database server. STODKEDJAN_DATABASE names it when --database does not.
"""


class NoDatabase(FixAndRetry):
    """There is no database here. Run `district-server init` first, or name another with --database."""


class FolderNotWritable(FixAndRetry):
    """The database cannot be written here. Check the folder and who may write in it."""


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except StodkedjanError as error:
        sys.stderr.write(f"district-server: {error.sentence()} [{_about(options, error)}]\n")
        return 1
    return 0


def _about(options: argparse.Namespace, error: StodkedjanError) -> str:
    if isinstance(error, serving.AddressTaken):
        return f"{options.host}:{options.port}"
    # What cannot be read as an address may still hold a password.
    return "--database" if isinstance(error, NotADatabase) and "://" in options.database else _shown(options.database)


def _shown(path_or_url: str) -> str:
    """Without the password that a URL may hold."""
    return database_url(path_or_url).render_as_string() if "://" in path_or_url else path_or_url


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="district-server",
        description="The district server of Stödkedjan: keeps what phones seal, and can open none of it.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _command(commands, "init", _init, "make the database if it is missing, and a claim code for one new board")
    serve = _command(commands, "serve", _serve, "answer phones until stopped with Ctrl-C")
    serve.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    serve.add_argument("--port", type=int, default=8700, help="port; 0 takes any free one (default: %(default)s)")
    counts = _command(commands, "watch", _watch, "how many follow-ups are open and overdue, per board")
    counts.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="count as on this day (default: today there)")
    _command(commands, "devices", _devices, "when each device was last heard, and what it still holds")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


def _command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    text: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    default = os.environ.get("STODKEDJAN_DATABASE", DEFAULT_DATABASE)
    command.add_argument(
        "--database", default=default, metavar="PATH_OR_URL", help="file or database URL (default: %(default)s)"
    )
    command.set_defaults(run=run)
    return command


def _init(options: argparse.Namespace) -> None:
    _make_file_private(options.database)
    with _opened(options.database) as database:
        schema.upgrade(database)
        with database.writing() as connection:
            code = claims.make_claim(connection, datetime.now(UTC))
    _say(f"Database: {_shown(options.database)}")
    _say(f"Claim code: {code}")
    _say("")
    _say("The code founds one board and is shown only now. Next:")
    _say("  1. Start the server: district-server serve")
    _say("  2. On the first supervisor's device choose to claim a board, and type the server's address and this code.")


def _make_file_private(path_or_url: str) -> None:
    path = sqlite_file(database_url(path_or_url))
    if path is None:
        return
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise FolderNotWritable from error


def _serve(options: argparse.Namespace) -> None:
    with _existing(options.database) as database:
        schema.upgrade(database)
    log_to_stderr()
    serving.serve(create_app(options.database), options.host, options.port)


def _watch(options: argparse.Namespace) -> None:
    with _existing(options.database) as database, database.reading() as connection:
        schema.check_current(connection)
        _say_all(watch_lines(connection, today=options.today, now=datetime.now(UTC)))


def _devices(options: argparse.Namespace) -> None:
    with _existing(options.database) as database, database.reading() as connection:
        schema.check_current(connection)
        _say_all(device_lines(connection))


@contextmanager
def _existing(path_or_url: str) -> Iterator[Database]:
    path = sqlite_file(database_url(path_or_url))
    if path is not None and not path.is_file():
        raise NoDatabase
    with _opened(path_or_url) as database:
        yield database


@contextmanager
def _opened(path_or_url: str) -> Iterator[Database]:
    try:
        with closing(Database(database_url(path_or_url))) as database:
            yield database
    except DatabaseError as error:
        raise NotADatabase from error


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def _say_all(lines: Sequence[str]) -> None:
    for line in lines:
        _say(line)
