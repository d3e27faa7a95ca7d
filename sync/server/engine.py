"""The one place for what differs between database engines."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Row, Table, and_, create_engine, event, make_url, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from sync.errors import FixAndRetry
from sync.server.refusals import DatabaseUnavailable

BUSY_TIMEOUT_SECONDS = 20
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
)


class NotADatabase(FixAndRetry):
    """This is not a database of the district server. Name another with --database."""


class Database:
    """One engine for all threads of a process. Inside `reading` and `writing` the engine's own failures become
    `DatabaseUnavailable`; what was written is durable when `writing` has been left without an exception."""

    def __init__(self, url: URL) -> None:
        self.url = url
        try:
            self.engine = _sqlite_engine(url) if _is_sqlite(url) else _server_engine(url)
        except (ArgumentError, ImportError) as error:
            raise NotADatabase from error
        self._writers = self.engine.execution_options(writes=True)
        # SQLite has one writer at a time: waiting here is fair, waiting in its busy handler is polling.
        self._turn: AbstractContextManager[Any] = threading.Lock() if _is_sqlite(url) else nullcontext()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with _translated(), self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        with _translated(), self._turn, self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, NoFreeConnection) as error:
        raise DatabaseUnavailable from error


def database_url(path_or_url: str) -> URL:
    """A URL as it is, anything else as the path of a SQLite file. Raises `NotADatabase`."""
    if "://" not in path_or_url:
        return URL.create("sqlite", database=str(Path(path_or_url)))
    try:
        return make_url(path_or_url)
    except (ArgumentError, ValueError) as error:
        raise NotADatabase from error


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for a database server."""
    return Path(url.database or "") if _is_sqlite(url) else None


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _server_engine(url: URL) -> Engine:
    return create_engine(url, pool_size=20, max_overflow=20, pool_pre_ping=True, hide_parameters=True)


def _sqlite_engine(url: URL) -> Engine:
    engine = create_engine(url, pool_size=20, max_overflow=40, hide_parameters=True)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    # The driver would begin transactions by itself, too late for BEGIN IMMEDIATE.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def insert_if_missing(connection: Connection, table: Table, **values: Any) -> bool:
    """Whether the row was new; a row with the same primary key is left as it is."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    statement = dialect.insert(table).values(**values).on_conflict_do_nothing(index_elements=list(table.primary_key))
    return connection.execute(statement).rowcount == 1


def locked(connection: Connection, table: Table, key: Mapping[str, Any], **new: Any) -> Row[Any]:
    """The row with this primary key, made with `new` if it is missing, and nobody else's until the commit.

    The lock is a statement of its own: numbers allocated in the same statement as the insert left holes under
    concurrent retries (DESIGN §5). SQLite has locked everything already, at BEGIN IMMEDIATE.
    """
    insert_if_missing(connection, table, **key, **new)
    return connection.execute(select(table).where(where(table, key)).with_for_update()).one()


def where(table: Table, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))
