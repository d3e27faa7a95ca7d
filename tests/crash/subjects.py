"""What is put through the crashes: the app's store, TinyDB on its journal, and TinyDB's own JSONStorage."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from tinydb import TinyDB

from fieldapp.store import open_database
from fieldapp.store.spool import Spool
from fieldapp.store.store import Store, document_id
from tests.crash import tables, visits
from tests.crash.expected import Content, State, Step
from tests.crash.visits import FIRST_KEY

PHONE = "phone"


class App(Protocol):
    """An opened subject. Steps use more of it than this: `store`, `database`, `compact`, `rekey`."""

    def open(self) -> None: ...

    def close(self) -> None: ...

    def content(self, tables: Sequence[str]) -> Content: ...


class StoreApp:
    """The app's store, unlocked as the app does it."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self.open()

    def open(self) -> None:
        self.store = Store(self._folder, self._key)
        self.spool = Spool(self._folder)
        self.spool.mend(self.store)

    def close(self) -> None:
        self.store.close()

    def rekey(self, key: bytes) -> None:
        self.store.rekey(key)
        self._key = key

    def compact(self) -> None:
        self.store.compact()

    def content(self, tables: Sequence[str]) -> Content:
        found = {name: {str(document_id(row["key"])): row for row in self.store.all(name)} for name in tables}
        return {name: table for name, table in found.items() if table}


class TablesApp:
    """TinyDB on our storage."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder, self._key = folder, key
        self.open()

    def open(self) -> None:
        self.database = open_database(self._folder, self._key)

    def close(self) -> None:
        self.database.close()

    def compact(self) -> None:
        self.database.journal.compact()

    def content(self, tables: Sequence[str] = ()) -> Content:
        return content_of(self.database)


class JsonApp:
    """TinyDB as it comes."""

    def __init__(self, folder: Path, key: bytes) -> None:
        self._folder = folder
        self.open()

    def open(self) -> None:
        self._folder.mkdir(exist_ok=True)
        self.database = TinyDB(self._folder / "db.json")

    def close(self) -> None:
        self.database.close()

    def compact(self) -> None:
        """It has nothing to compact."""

    def content(self, tables: Sequence[str] = ()) -> Content:
        return content_of(self.database)


@dataclass(frozen=True, slots=True)
class Subject:
    """`issues`: whether its steps issue envelopes, so that the server knows how far it had come."""

    open: Callable[[Path, bytes], Any]
    steps: Callable[[int, int], list[Step]]
    one_more: Callable[[int], Step]
    issues: bool

    def first_state(self) -> State:
        return State({}, FIRST_KEY)


STORE = Subject(StoreApp, visits.visits, visits.one_more_visit, issues=True)
TABLES = Subject(TablesApp, tables.changes, tables.one_more_change, issues=False)
JSON = Subject(JsonApp, tables.changes, tables.one_more_change, issues=False)


def content_of(database: TinyDB) -> Content:
    found = {name: {str(row.doc_id): dict(row) for row in database.table(name)} for name in sorted(database.tables())}
    return {name: table for name, table in found.items() if table}
