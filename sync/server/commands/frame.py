"""What every command has: a line of help, a database, and a way to say things."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager

from sqlalchemy.exc import DatabaseError

from sync.errors import FixAndRetry
from sync.server.engine import Database, NotADatabase, database_url, sqlite_file

DEFAULT_DATABASE = "district.sqlite3"


class NoDatabase(FixAndRetry):
    """There is no database here. Run `district-server init` first, or name another with --database."""


class FolderNotWritable(FixAndRetry):
    """The database cannot be written here. Check the folder and who may write in it."""


def command(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    run: Callable[[argparse.Namespace], None],
    text: str,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
    default = os.environ.get("STODKEDJAN_DATABASE", DEFAULT_DATABASE)
    parser.add_argument(
        "--database", default=default, metavar="PATH_OR_URL", help="file or database URL (default: %(default)s)"
    )
    parser.set_defaults(run=run)
    return parser


@contextmanager
def existing(path_or_url: str) -> Iterator[Database]:
    path = sqlite_file(database_url(path_or_url))
    if path is not None and not path.is_file():
        raise NoDatabase
    with opened(path_or_url) as database:
        yield database


@contextmanager
def opened(path_or_url: str) -> Iterator[Database]:
    try:
        with closing(Database(database_url(path_or_url))) as database:
            yield database
    except DatabaseError as error:
        raise NotADatabase from error


def make_file_private(path_or_url: str) -> None:
    path = sqlite_file(database_url(path_or_url))
    if path is None:
        return
    try:
        path.touch(mode=0o600)
    except OSError as error:
        raise FolderNotWritable from error


def shown(path_or_url: str) -> str:
    """Without the password that a URL may hold."""
    return database_url(path_or_url).render_as_string() if "://" in path_or_url else path_or_url


def say(*lines: str) -> None:
    say_all(lines)


def say_all(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")
