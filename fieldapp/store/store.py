"""The records on this phone: read by key, changed in one write."""

import hashlib
from collections.abc import Callable, Generator, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from fieldapp.store.changes import Change, Deed
from fieldapp.store.database import open_database
from fieldapp.store.derived import Derived, Found, Part, Row, Rows
from fieldapp.store.envelope_log import EnvelopeLog
from fieldapp.store.tables import all_fresh, fresh, json_bytes

Document: TypeAlias = dict[str, Any]
Changed: TypeAlias = Callable[[frozenset[str]], None]
Pending: TypeAlias = dict[str, dict[str, bytes | None]]
"""Documents as JSON by table and key; None is one taken out."""

Marked: TypeAlias = tuple[Pending, int]


class Write:
    """One write in the making. It sees its own puts; nobody else does until it is saved."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._pending: Pending = {}
        self._beside: list[Change] = []
        self._is_over = False

    def get(self, table: str, key: str) -> Document | None:
        mine = self._pending.get(table, {})
        if key not in mine:
            return self._store.get(table, key)
        row = mine[key]
        return None if row is None else fresh(row)

    def all(self, table: str) -> list[Document]:
        """Every document of the table as it will be after this write, in no order."""
        mine = self._pending.get(table, {})
        others = [document for document in self._store.all(table) if document["key"] not in mine]
        return others + [fresh(row) for row in mine.values() if row is not None]

    def tables(self) -> set[str]:
        """The names of all there are, or were."""
        return self._store.tables() | self._pending.keys()

    def put(self, table: str, key: str, document: Document) -> None:
        """Replace or add. The document must be JSON; it comes back with its "key". Raises TypeError or ValueError."""
        self._change(table, key, json_bytes({**document, "key": key}, allow_nan=False))

    def delete(self, table: str, key: str) -> None:
        """No error when there is none."""
        self._change(table, key, None)

    def _change(self, table: str, key: str, row: bytes | None) -> None:
        if self._is_over:
            raise RuntimeError("this write is over; what comes now would be lost")
        self._pending.setdefault(table, {})[key] = row

    def keep_envelope(self, kind: int, id_: bytes, body: bytes) -> None:
        """Bytes that the server will get: part of this write, and later outside the vault. It waits until answered."""
        self._beside.append(Change(Deed.ENVELOPE, str(kind), id_.hex(), body))

    def answered(self, id_: bytes) -> None:
        """It waits no longer; the copy stays."""
        self._beside.append(Change(Deed.ANSWERED, number=id_.hex()))

    def waits_again(self, id_: bytes) -> None:
        """The server does not have it after all."""
        self._beside.append(Change(Deed.WAITS, number=id_.hex()))

    def forget_envelope(self, id_: bytes) -> None:
        """The copy may go; it does at the next change of key."""
        self._beside.append(Change(Deed.FORGET, number=id_.hex()))

    def marked(self) -> Marked:
        return {table: dict(documents) for table, documents in self._pending.items()}, len(self._beside)

    def back_to(self, mark: Marked) -> None:
        self._pending = mark[0]
        del self._beside[mark[1] :]

    def over(self) -> tuple[Pending, list[Change]]:
        self._is_over = True
        return self._pending, self._beside


class Store:
    """TinyDB behind one lock: the threads of the UI and of the sync share it.

    Documents are JSON objects under a text key; the caller gets copies.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """key: the 32-byte vault key. Raises as open_database does."""
        self._database = open_database(folder, key)
        self._lock = RLock()
        self._write: Write | None = None
        self._derived = Derived(self.each)
        self._listeners: list[Changed] = []
        # One write asks for the same few keys again and again.
        self._number_of = lru_cache(maxsize=4096)(_number)

    def get(self, table: str, key: str) -> Document | None:
        with self._lock:
            row = self._database.journal.tables.rows(table).get(self._number_of(key))
            return None if row is None else fresh(row)

    def all(self, table: str) -> list[Document]:
        """Every saved document of the table, in no order."""
        with self._lock:
            return [document for _, document in all_fresh(self._database.journal.tables.rows(table))]

    def each(self, table: str) -> list[Mapping[str, Any]]:
        """As `all`, without the copying: only to be read, never to be changed or given to what changes it."""
        with self._lock:
            return list(self._database.journal.tables.read(table).values())

    def derived(self, table: str, work: Callable[[Rows], Found]) -> Found:
        """What `work` makes of the table's rows, done again only when the table has changed. Only to be read."""
        with self._lock:
            # A store that answers nothing does not answer from here either.
            _ = self._database.journal.tables
            return self._derived.of(table, work)

    def derived_each(self, table: str, read: Callable[[Row], Found]) -> list[Found]:
        """What `read` makes of each row, done again only for a row that has changed. Only to be read."""
        with self._lock:
            return self._derived.each(table, read)

    def tables(self) -> set[str]:
        with self._lock:
            return self._database.journal.tables.names()

    def derived_from_each(self, table: str, read: Callable[[Row], Part], work: Callable[[list[Part]], Found]) -> Found:
        """What `work` makes of what `read` makes of each row; each is done again only where something has changed."""
        with self._lock:
            _ = self._database.journal.tables
            return self._derived.from_each(table, read, work)

    def derived_of_several(
        self, name: str, tables: Iterable[str], beside: Hashable, work: Callable[[], Found]
    ) -> Found:
        """What `work` makes of several tables, kept under its name until one of them or `beside` has changed."""
        with self._lock:
            _ = self._database.journal.tables
            return self._derived.of_several(name, tables, beside, work)

    def stamp(self, *tables: str) -> tuple[int, ...]:
        """Another one after each change of one of these tables."""
        with self._lock:
            return self._derived.stamp(tables)

    @property
    def envelopes(self) -> EnvelopeLog:
        """The bytes of what the server gets; nothing in it is secret."""
        return self._database.journal.envelopes

    def count(self, table: str) -> int:
        with self._lock:
            return len(self._database.journal.tables.rows(table))

    @contextmanager
    def one_write(self) -> Iterator[Write]:
        """Everything put inside is saved and flushed to the disk together at the end, or not at all.

        A one_write inside another joins it; leaving the inner one by an exception drops the inner one's puts.
        Raises DiskFull, NotSaved or SaveUnconfirmed.
        """
        with self._lock:
            if self._write is not None:
                yield from _joined(self._write)
                return
            changed = yield from self._outermost()
        for listener in list(self._listeners) if changed else ():
            listener(changed)

    def on_change(self, listener: Changed) -> Callable[[], None]:
        """Told the tables' names after each durable write, in the thread that wrote. Call what comes back to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def rekey(self, key: bytes) -> None:
        """Everything under another 32-byte vault key, in new files; one replacement decides."""
        with self._lock:
            self._database.journal.rekey(key)

    def compact(self) -> None:
        """Nothing that was dropped is in the files afterwards. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        with self._lock:
            self._database.journal.compact()

    def close(self) -> None:
        """Everything is on the disk already; this lets go of the folder and of what was in memory."""
        with self._lock:
            self._listeners.clear()
            self._database.close()
            self._derived = Derived(self.each)
            self._number_of.cache_clear()

    def _outermost(self) -> Generator[Write, None, frozenset[str]]:
        self._write = write = Write(self)
        try:
            yield write
        finally:
            self._write = None
            pending, beside = write.over()
        if pending or beside:
            self._save(pending, beside)
        return frozenset(pending)

    def _save(self, pending: Pending, beside: list[Change]) -> None:
        self._derived.forget(pending)
        tables = self._database.journal.tables
        changes = [
            change
            for name, rows in pending.items()
            for key, row in rows.items()
            if (change := _change(tables.rows(name), name, self._number_of(key), row))
        ]
        self._database.save(changes + beside)


def _change(present: Mapping[str, object], table: str, number: str, row: bytes | None) -> Change | None:
    if row is not None:
        return Change(Deed.PUT, table, number, row)
    return Change(Deed.DELETE, table, number) if number in present else None


def _number(key: str) -> str:
    return str(document_id(key))


def document_id(key: str) -> int:
    """TinyDB wants a number: the first 63 bits of the key's SHA-256."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") >> 1


def _joined(write: Write) -> Iterator[Write]:
    mark = write.marked()
    try:
        yield write
    except BaseException:
        write.back_to(mark)
        raise
