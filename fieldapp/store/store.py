"""The records on this phone: read by key, changed in one write."""

import hashlib
import json
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any, TypeAlias

from fieldapp.store.sealed_file import open_database

Document: TypeAlias = dict[str, Any]
Changed: TypeAlias = Callable[[frozenset[str]], None]
Pending: TypeAlias = dict[str, dict[str, Document | None]]


class Write:
    """One write in the making. It sees its own puts; nobody else does until it is saved."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self._pending: Pending = {}
        self._is_over = False

    def get(self, table: str, key: str) -> Document | None:
        mine = self._pending.get(table, {})
        return _copy_of(mine[key]) if key in mine else self._store.get(table, key)

    def all(self, table: str) -> list[Document]:
        """Every document of the table as it will be after this write, in no order."""
        mine = self._pending.get(table, {})
        others = [document for document in self._store.all(table) if document["key"] not in mine]
        return others + [_copied(document) for document in mine.values() if document is not None]

    def put(self, table: str, key: str, document: Document) -> None:
        """Replace or add. The document must be JSON; it comes back with its "key". Raises TypeError or ValueError."""
        self._change(table, key, json.loads(json.dumps({**document, "key": key}, allow_nan=False)))

    def delete(self, table: str, key: str) -> None:
        """No error when there is none."""
        self._change(table, key, None)

    def _change(self, table: str, key: str, document: Document | None) -> None:
        if self._is_over:
            raise RuntimeError("this write is over; what comes now would be lost")
        self._pending.setdefault(table, {})[key] = document

    def marked(self) -> Pending:
        return {table: dict(documents) for table, documents in self._pending.items()}

    def back_to(self, mark: Pending) -> None:
        self._pending = mark

    def over(self) -> Pending:
        self._is_over = True
        return self._pending


class Store:
    """TinyDB behind one lock: the threads of the UI and of the sync share it.

    Documents are JSON objects under a text key; the caller gets copies.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """key: the 32-byte vault key. Raises as open_database does."""
        self._database = open_database(folder, key)
        self._lock = RLock()
        self._write: Write | None = None
        self._listeners: list[Changed] = []

    def get(self, table: str, key: str) -> Document | None:
        with self._lock:
            return _copy_of(self._database.table(table).get(doc_id=document_id(key)))

    def all(self, table: str) -> list[Document]:
        """Every saved document of the table, in no order."""
        with self._lock:
            return [_copied(document) for document in self._database.table(table)]

    def each(self, table: str) -> list[Mapping[str, Any]]:
        """As `all`, without the copying: only to be read, never to be changed or given to what changes it."""
        with self._lock:
            return list((self._database.sealed.read() or {}).get(table, {}).values())

    def count(self, table: str) -> int:
        with self._lock:
            return len(self._database.table(table))

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
        """Seal everything under another 32-byte vault key, in one replacement of the file."""
        with self._lock:
            self._database.sealed.rekey(key)

    def close(self) -> None:
        """Everything is on the disk already; this lets go of the folder and of what was in memory."""
        with self._lock:
            self._listeners.clear()
            self._database.close()

    def _outermost(self) -> Generator[Write, None, frozenset[str]]:
        self._write = write = Write(self)
        try:
            yield write
        finally:
            self._write = None
            pending = write.over()
        if pending:
            self._save(pending)
        return frozenset(pending)

    def _save(self, pending: Pending) -> None:
        with self._database.sealed.deferred():
            for table, documents in pending.items():
                self._replace(table, documents)

    def _replace(self, name: str, documents: dict[str, Document | None]) -> None:
        self._database.sealed_table(name).replace({document_id(key): document for key, document in documents.items()})


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


def _copy_of(document: Document | None) -> Document | None:
    return None if document is None else _copied(document)


def _copied(document: Any) -> Any:
    # copy.deepcopy takes ten times as long, and JSON has only these two containers.
    if isinstance(document, dict):
        return {name: _copied(value) for name, value in document.items()}
    if isinstance(document, list):
        return [_copied(value) for value in document]
    return document
