"""TinyDB on the journal: every operation as in stock TinyDB, each save as small as its change."""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from pathlib import Path
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from fieldapp.store.changes import BESIDE, Change, Deed
from fieldapp.store.draft import Draft
from fieldapp.store.journal_storage import JournalStorage
from fieldapp.store.tables import Tables, all_fresh, fresh, json_bytes

Fields = Mapping[str, Any] | Callable[[MutableMapping[str, Any]], None]
Row = bytes | dict[str, Any]
_PUT = int(Deed.PUT)


class JournalTable(Table):
    """Conditions see the store's own documents, which nobody may change; what is given out are copies."""

    def search(self, cond: QueryLike) -> list[Document]:
        if (cached := self._query_cache.get(cond)) is not None:
            return cached[:]
        found = [self._document(number, row) for number, row in self._read().items() if cond(row)]
        if getattr(cond, "is_cacheable", lambda: True)():
            self._query_cache[cond] = found[:]
        return found

    def get(self, cond: QueryLike | None = None, doc_id: int | None = None, doc_ids: list[int] | None = None) -> Any:
        if doc_id is not None:
            row = self._rows().get(str(doc_id))
            return None if row is None else self.document_class(fresh(row), doc_id)
        if doc_ids is not None:
            wanted = {str(number) for number in doc_ids}
            return [self._document(number, row) for number, row in self._rows().items() if number in wanted]
        if cond is not None:
            found = (self._document(number, row) for number, row in self._read().items() if cond(row))
            return next(found, None)
        raise RuntimeError("You have to pass either cond or doc_id or doc_ids")

    def insert(self, document: Mapping[str, Any]) -> int:
        """As TinyDB's own, with the one change written down at once."""
        tables = self._tables()
        if self.name not in tables or not isinstance(document, Mapping) or isinstance(document, self.document_class):
            return int(super().insert(document))
        number: int = self._get_next_id()  # type: ignore[no-untyped-call]
        if str(number) in tables.rows(self.name):
            raise ValueError(f"Document with ID {number} already exists")
        change = Change(_PUT, self.name, str(number), json_bytes(dict(document)))
        cast(JournalStorage, self._storage).commit((change,))
        self.clear_cache()
        return number

    def update(self, fields: Fields, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        return super().update(fields, None, self._chosen(cond, doc_ids))

    def remove(self, cond: QueryLike | None = None, doc_ids: Iterable[int] | None = None) -> list[int]:
        return super().remove(None, self._chosen(cond, doc_ids))

    def _chosen(self, cond: QueryLike | None, doc_ids: Iterable[int] | None) -> Iterable[int] | None:
        """The condition is tried on documents that are not copied; only those it chose are."""
        if cond is None or doc_ids is not None:
            return doc_ids
        return [self.document_id_class(number) for number, row in self._read().items() if cond(row)]

    def __len__(self) -> int:
        return len(self._rows())

    def __iter__(self) -> Iterator[Document]:
        for number, document in all_fresh(self._rows()):
            yield self.document_class(document, self.document_id_class(number))

    def _document(self, number: str, row: Row) -> Document:
        return self.document_class(fresh(row), self.document_id_class(number))

    def _tables(self) -> Tables:
        return cast(JournalStorage, self._storage).tables

    def _rows(self) -> Mapping[str, Row]:
        return self._tables().rows(self.name)

    def _read(self) -> Mapping[str, dict[str, Any]]:
        return self._tables().read(self.name)

    def _read_table(self) -> Mapping[str, Any]:  # type: ignore[override]
        # TinyDB asks for the numbers alone.
        return self._rows()

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        draft = Draft(self._tables(), self.name, self.document_id_class)
        updater(draft)
        cast(JournalStorage, self._storage).commit(draft.changes())
        self.clear_cache()


class JournalDatabase(TinyDB):
    table_class = JournalTable

    def __init__(self, folder: Path, key: bytes) -> None:
        super().__init__(folder, key, storage=JournalStorage)

    @property
    def journal(self) -> JournalStorage:
        return cast(JournalStorage, self._storage)

    def tables(self) -> set[str]:
        return self.journal.tables.names()

    def drop_tables(self) -> None:
        self.journal.commit([Change(Deed.DROP_ALL)])
        self._tables.clear()

    def drop_table(self, name: str) -> None:
        self._tables.pop(name, None)
        if name in self.journal.tables:
            self.journal.commit([Change(Deed.DROP, name)])

    def save(self, changes: list[Change]) -> None:
        """Several documents and tables in one transaction. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        self.journal.commit(changes)
        for name in {change.table for change in changes if change.deed not in BESIDE}:
            self.table(name).clear_cache()

    def close(self) -> None:
        super().close()
        for table in self._tables.values():
            table.clear_cache()


def open_database(folder: Path, key: bytes) -> JournalDatabase:
    """TinyDB on the journal in this folder, under a 32-byte vault key; a new one only where there never was one.

    Raises StoreInUse, StoreDamaged (also for a wrong key) or StoreFromNewerApp.
    """
    return JournalDatabase(folder, key)
