"""The one place for what differs between database engines."""

import sqlite3
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    ARRAY,
    URL,
    Connection,
    Engine,
    LargeBinary,
    Row,
    Select,
    Table,
    and_,
    any_,
    bindparam,
    create_engine,
    event,
    literal,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from sync.errors import FixAndRetry
from sync.server.refusals import DatabaseUnavailable

BUSY_TIMEOUT_SECONDS: Final = 20
CONNECTIONS_PER_WORKER: Final = 20
_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_SECONDS * 1000}",
)
# A receipt means durable: an installation may ask for more than a flush, never for less.
_SESSION = (
    f"SET lock_timeout = '{BUSY_TIMEOUT_SECONDS}s'",
    "SET statement_timeout = '60s'",
    "SET idle_in_transaction_session_timeout = '60s'",
    "SELECT set_config('synchronous_commit', 'on', false)"
    " WHERE current_setting('synchronous_commit') IN ('off', 'local')",
)
_GOES_ALONE: Final = 0x53744B65  # any number that nobody else locks


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

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Everything read in it is of one moment, however long it takes and whatever is written meanwhile."""
        level = "SERIALIZABLE" if _is_sqlite(self.url) else "REPEATABLE READ"
        with _translated(), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level=level)

    def close(self) -> None:
        self.engine.dispose()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (OperationalError, InterfaceError, InternalError, NoFreeConnection) as error:
        raise DatabaseUnavailable from error


def database_url(path_or_url: str) -> URL:
    """A URL as it is, anything else as the path of a SQLite file. Raises `NotADatabase`."""
    if "://" not in path_or_url:
        return URL.create("sqlite", database=str(Path(path_or_url)))
    try:
        url = make_url(path_or_url)
    except (ArgumentError, ValueError) as error:
        raise NotADatabase from error
    return url.set(drivername="postgresql+psycopg") if url.drivername in {"postgresql", "postgres"} else url


def sqlite_file(url: URL) -> Path | None:
    """The file of a SQLite database; None for a database server."""
    return Path(url.database or "") if _is_sqlite(url) else None


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _server_engine(url: URL) -> Engine:
    engine = create_engine(
        url,
        isolation_level="READ COMMITTED",
        pool_size=CONNECTIONS_PER_WORKER // 2,
        max_overflow=CONNECTIONS_PER_WORKER // 2,
        pool_timeout=BUSY_TIMEOUT_SECONDS,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"connect_timeout": 5},
    )
    event.listen(engine, "connect", _settle)
    return engine


def _settle(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        for setting in _SESSION:
            cursor.execute(setting)
    connection.commit()


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


def alone(connection: Connection) -> None:
    """Until the commit no other server process changes the schema, and no step of it is cut off for being long."""
    if _is_postgresql(connection):
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {setting} = 0")
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _GOES_ALONE})


def storage_problems(connection: Connection) -> list[str]:
    """What the engine itself says against keeping receipts in it, in words."""
    if _is_postgresql(connection):
        settings = ("fsync", "full_page_writes")
        off = [name for name in settings if connection.exec_driver_sql(f"SHOW {name}").scalar() != "on"]
        return [f"Database: {name} is off, so a power cut can lose what was receipted." for name in off]
    found = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    return [] if found == "ok" else [f"Database: the file is damaged ({found})."]


def insert_if_missing(connection: Connection, table: Table, **values: Any) -> bool:
    """Whether the row was new; a row with the same primary key is left as it is."""
    key = list(table.primary_key)
    statement = _inserting(connection, table).values(**values).on_conflict_do_nothing(index_elements=key)
    return connection.execute(statement.returning(key[0])).first() is not None


def insert_or_replace(connection: Connection, table: Table, key: Mapping[str, Any], **values: Any) -> None:
    """The row with this primary key holds `values` afterwards."""
    statement = _inserting(connection, table).values(**key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=values))


def _inserting(connection: Connection, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if _is_postgresql(connection) else sqlite.insert(table)


def locked(connection: Connection, table: Table, key: Mapping[str, Any], **new: Any) -> Row[Any]:
    """The row with this primary key, made with `new` if it is missing, and nobody else's until the commit.

    The lock is a statement of its own: numbers allocated in the same statement as the insert left holes under
    concurrent retries (DESIGN §5). SQLite has locked everything already, at BEGIN IMMEDIATE.
    """
    if (row := _lock(connection, table, key)) is None:
        insert_if_missing(connection, table, **key, **new)
        row = _lock(connection, table, key)
    if row is None:
        raise DatabaseUnavailable
    return row


def _lock(connection: Connection, table: Table, key: Mapping[str, Any]) -> Row[Any] | None:
    """Others may still insert rows that refer to this one."""
    return connection.execute(_locking(table, tuple(key)), dict(key)).first()


@cache
def _locking(table: Table, names: tuple[str, ...]) -> Select[Any]:
    """Put together once: that costs more than carrying it out."""
    key = and_(*(table.c[name] == bindparam(name) for name in names))
    return select(table).where(key).with_for_update(key_share=True)


def unlocked(connection: Connection, table: Table, condition: Any, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Those columns of the rows that nobody else is at just now; they are locked until the commit."""
    query = select(*(table.c[name] for name in columns)).where(condition).with_for_update(skip_locked=True)
    return [tuple(row) for row in connection.execute(query)]


def among(connection: Connection, column: Any, values: Collection[bytes]) -> Any:
    """Whether the column holds one of the values. PostgreSQL gets them as one array: so many parameters of their own
    would be taken apart anew for every statement, which took an eighth of a push."""
    if _is_postgresql(connection):
        return column == any_(literal(list(values), ARRAY(LargeBinary)))
    return column.in_(values)


def where(table: Table, key: Mapping[str, Any]) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))
