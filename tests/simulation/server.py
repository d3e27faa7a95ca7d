"""The real district server on a real SQLite file, called in this process."""

import asyncio
import atexit
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import fastapi.dependencies.utils
import fastapi.routing
import requests
import starlette.concurrency
from fastapi import FastAPI
from sqlalchemy import event, select

from sync.protocol.roster import Roster
from sync.server import backup, claims, healing, restoring, schema
from sync.server.app import create_app
from sync.server.backup import Backup
from sync.server.district import District
from sync.server.engine import Database, database_url
from sync.server.limits import Limits
from sync.server.set_aside import AsideKind
from sync.server.tables import envelopes, grants, log, set_aside, watch
from tests.simulation.swaps import Swap

_DATABASE = "district.sqlite3"
_PARTS = ("", "-wal")
# Rates are counted by the machine's own clock, and a world's days pass in a second of it.
_NO_LIMIT = 1_000_000_000


class ServerDied(BaseException):
    """The process of the server is no more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as it goes over the wire."""

    method: str
    target: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    @classmethod
    def of(cls, request: requests.PreparedRequest) -> "Asked":
        headers = tuple((name.lower().encode(), _bytes(value)) for name, value in request.headers.items())
        return cls(request.method or "GET", request.path_url, headers, _bytes(request.body or b""))

    @property
    def words(self) -> str:
        """ "POST /envelopes": the address without the board and ids."""
        parts = [part for part in urlsplit(self.target).path.split("/") if part and len(part) < 26]
        return f"{self.method} /{'/'.join(part for part in parts if part not in ('v1', 'boards'))}"


@dataclass(frozen=True, slots=True)
class Answered:
    status: int
    headers: dict[str, str]
    body: bytes


class Server:
    """`dies_after`: how many statements of the next request still reach the database before the process is killed.

    There is one in a process at a time: building the application and its engine costs more than a world.
    """

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._app, self.folder = _program()
        self.path = self.folder / _DATABASE
        self.dies_after: int | None = None
        self.faults: list[str] = []
        self.had_before: set[bytes] = set()
        self._now = now
        self._left_on_disk: dict[str, bytes] = {}
        self._backup.unlink(missing_ok=True)
        self._copy.unlink(missing_ok=True)
        self.begin_as({"": _empty_database()})

    def swaps(self) -> list[Swap]:
        """Endpoints run here and now, not in threads."""
        modules = (fastapi.routing, fastapi.dependencies.utils, starlette.concurrency)
        return [Swap(module, "run_in_threadpool", _directly) for module in modules]

    @property
    def district(self) -> District:
        return self._app.state.district

    @property
    def database(self) -> Database:
        return self.district.database

    def roster(self, board: bytes) -> Roster:
        with self.database.reading() as connection:
            return self.district.rosters.at(connection, board)

    def log(self, board: bytes) -> list[bytes]:
        with self.database.reading() as connection:
            rows = connection.execute(select(log.c.statement).where(log.c.board == board).order_by(log.c.seq))
            return [bytes(row[0]) for row in rows]

    def has(self, envelope: bytes) -> bool:
        """In its place, or set aside."""
        return envelope in self.places() or envelope in self.aside()

    def had(self, envelope: bytes) -> bool:
        """Now, or before it was put back."""
        return envelope in self.had_before or self.has(envelope)

    def places(self) -> dict[bytes, tuple[bytes, int]]:
        """Envelope id → (circle, number)."""
        with self.database.reading() as connection:
            rows = connection.execute(select(envelopes.c.id, envelopes.c.circle, envelopes.c.seq))
            return {row.id: (row.circle, row.seq) for row in rows}

    def aside(self) -> set[bytes]:
        with self.database.reading() as connection:
            return set(connection.scalars(select(set_aside.c.id)))

    def grants(self) -> list[tuple[bytes, bytes]]:
        """Recipient and grant, without the empty places of those that ended."""
        with self.database.reading() as connection:
            return [(row.recipient, row.grant) for row in connection.execute(select(grants)) if row.grant]

    def grants_aside(self) -> list[bytes]:
        with self.database.reading() as connection:
            return list(connection.scalars(select(set_aside.c.original).where(set_aside.c.kind == AsideKind.GRANT)))

    def watched(self) -> set[bytes]:
        """The promises that the server counts as open."""
        with self.database.reading() as connection:
            return set(connection.scalars(select(watch.c.watch_id).where(watch.c.is_open)))

    def footprint(self) -> list[int]:
        """How much there is of everything."""
        tables = ("log", "grants", "envelopes", "set_aside", "watch")
        with self.database.reading() as connection:
            return [connection.exec_driver_sql(f"SELECT COUNT(*) FROM {table}").scalar() or 0 for table in tables]  # noqa: S608

    def claim_code(self) -> str:
        with self.database.writing() as connection:
            return str(claims.make_claim(connection, self._now()))

    def _start(self) -> None:
        """A new process: it knows what is in its database."""
        self._app.state.district = District(self.database, now=self._now)
        self._app.state.at_a_statement[:] = [self._one_more_statement]

    def _one_more_statement(self) -> None:
        if self.dies_after is None:
            return
        if self.dies_after == 0:
            self.dies_after = None
            self._left_on_disk = self._on_disk()
            raise ServerDied
        self.dies_after -= 1

    def answer(self, asked: Asked) -> Answered:
        """Raises ServerDied, after which `restart` is needed."""
        path, _, query = asked.target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": asked.method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "root_path": "",
            "scheme": "http",
            "headers": list(asked.headers),
            "server": ("district.example", 80),
            "client": ("127.0.0.1", 1),
        }
        sent: list[dict] = []
        with _faults_noted(self.faults):
            _loop().run_until_complete(self._app(scope, _receiving(asked.body), _sending(sent)))
        headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Answered(sent[0]["status"], headers, b"".join(part.get("body", b"") for part in sent[1:]))

    def _on_disk(self) -> dict[str, bytes]:
        files = {part: Path(f"{self.path}{part}") for part in _PARTS}
        return {part: file.read_bytes() for part, file in files.items() if file.exists()}

    def image(self) -> dict[str, bytes]:
        """What a database begins with that is to go on from here."""
        return self._on_disk()

    def begin_as(self, image: dict[str, bytes]) -> None:
        self.database.close()
        self._put_on_disk(image)
        self._start()

    def kill(self) -> None:
        """Between two requests."""
        self._left_on_disk = self._on_disk()
        self.restart()

    def restart(self) -> None:
        """What lay on the disk when the process died, and nothing else."""
        left = self._left_on_disk
        self.database.close()
        self._put_on_disk(left)
        self.dies_after = None
        self._start()

    def _put_on_disk(self, parts: dict[str, bytes]) -> None:
        for part in (*_PARTS, "-shm"):
            Path(f"{self.path}{part}").unlink(missing_ok=True)
        for part, content in parts.items():
            Path(f"{self.path}{part}").write_bytes(content)

    def back_up(self) -> None:
        """Both ways of the admin guide: the backup file, and a copy of the database itself."""
        with self.database.snapshot() as connection:
            backup.write(connection, self._backup, self._now())
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(self._copy)) as target:
            source.backup(target)

    @property
    def _backup(self) -> Path:
        return self.folder / "district.backup"

    @property
    def _copy(self) -> Path:
        return self.folder / "copy.sqlite3"

    @property
    def has_backup(self) -> bool:
        return self._backup.exists()

    def restore(self) -> None:
        """Into an empty database, from the backup file."""
        self._come_back_as(_empty_database())
        with self.database.writing() as connection:
            restoring.restore(connection, Backup.verified(self._backup))

    def put_back(self) -> None:
        """The database as it was copied, and then `district-server restored`."""
        self._come_back_as(self._copy.read_bytes())
        with self.database.writing() as connection:
            healing.begin(connection)

    def begin_empty(self, board: bytes) -> None:
        """Nothing is left; `district-server init --root`."""
        self._come_back_as(_empty_database())
        with self.database.writing() as connection:
            healing.expect(connection, board, self._now())

    def _come_back_as(self, content: bytes) -> None:
        self.had_before |= self.places().keys() | self.aside()
        self.begin_as({"": content})

    def stop(self) -> None:
        self.database.close()


def scratch(prefix: str) -> Path:
    """A folder in memory where there is one: what is tried here is what is on the disk, not the disk."""
    memory = Path("/dev/shm")  # noqa: S108
    return Path(tempfile.mkdtemp(prefix=prefix, dir=memory if memory.is_dir() else None))


@cache
def _program() -> tuple[FastAPI, Path]:
    """The application with its engine, and the folder of its database."""
    folder = scratch("simulation-server-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    app = create_app(str(folder / _DATABASE), Limits(device_per_minute=_NO_LIMIT))
    listening: list[Callable[[], None]] = []
    app.state.at_a_statement = listening
    engine = app.state.district.database.engine
    event.listen(engine, "before_cursor_execute", lambda *_: listening[0]())
    event.listen(engine, "commit", lambda _: listening[0]())
    return app, folder


@cache
def _empty_database() -> bytes:
    """With its tables, made once."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(database_url(str(Path(folder, _DATABASE))))
        with closing(database):
            schema.upgrade(database)
        return Path(folder, _DATABASE).read_bytes()


async def _directly(function, /, *arguments, **named):
    return function(*arguments, **named)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """Of the one thread there is."""
    loop = asyncio.new_event_loop()
    atexit.register(loop.close)
    return loop


def _receiving(body: bytes):
    async def receive() -> dict:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _sending(sent: list[dict]):
    async def send(message: dict) -> None:
        sent.append(message)

    return send


class _faults_noted(logging.Handler):  # noqa: N801  used like a function, in a with statement
    """The server's guard logs what nobody foresaw; here that is a finding."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__(logging.ERROR)
        self._faults = faults

    def emit(self, record: logging.LogRecord) -> None:
        self._faults.append(f"{record.getMessage()} {getattr(record, 'fields', {})}")

    def __enter__(self) -> None:
        log = logging.getLogger("sync.server")
        log.addHandler(self)
        log.propagate = False

    def __exit__(self, *_: object) -> None:
        log = logging.getLogger("sync.server")
        log.removeHandler(self)
        log.propagate = True


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value
