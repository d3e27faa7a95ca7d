"""TinyDB's storage on a sealed journal: reads come from memory, a save appends what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from threading import RLock
from typing import Any

from tinydb.storages import Storage

from fieldapp.store import first_version
from fieldapp.store.changes import BESIDE, Change, Deed, packed
from fieldapp.store.compaction import Compaction
from fieldapp.store.damage import StoreClosed, StoreDamaged
from fieldapp.store.durable_file import DiskFull, NotSaved, SaveUnconfirmed
from fieldapp.store.envelope_entries import Entry, noted
from fieldapp.store.envelope_log import EnvelopeLog
from fieldapp.store.folder_lock import FolderLock
from fieldapp.store.generations import Generations
from fieldapp.store.store_files import has_snapshot, journals_in
from fieldapp.store.tables import Tables, changes_of, fresh, json_bytes


class JournalStorage(Storage):
    """Usable under a stock TinyDB, where a save compares all tables; JournalDatabase tells it what changed.

    A save that fails leaves memory and files as they were. After one that was not confirmed nothing is answered.
    """

    def __init__(self, folder: Path, key: bytes) -> None:
        """key: the 32-byte vault key.

        Raises StoreInUse, StoreDamaged (also for a wrong key) or StoreFromNewerApp, and changes nothing when it does;
        SaveUnconfirmed when the disk does not confirm what was found.
        """
        self._lock = FolderLock(folder)
        self._changing = RLock()
        self._is_closed = False
        try:
            self.envelopes = EnvelopeLog(folder)
            self._files, self._tables = _opened(folder, key, has_begun=self._lock.store_has_begun())
        except BaseException:
            self._lock.release()
            raise
        if not self._lock.store_has_begun():
            self._lock.note_that_store_has_begun()
        self.compaction = Compaction(self._files, self._tables, self._changing, self.envelopes)
        self.envelopes.mend(_noted(self._files.beside))
        self._files.beside.clear()

    @property
    def tables(self) -> Tables:
        """Only to be read. Raises StoreClosed or SaveUnconfirmed."""
        if self._is_closed:
            raise StoreClosed
        if self._files.journal.is_poisoned:
            raise SaveUnconfirmed
        return self._tables

    def commit(self, changes: Sequence[Change]) -> None:
        """All of it, on the disk, or nothing. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        with self._changing:
            tables = self.tables
            if not changes:
                return
            self._files.journal.append(packed(changes))
            tables.apply(changes)
            self.envelopes.take(_noted(changes))
        self.compaction.begin_when_worth_it()

    def read(self) -> dict[str, dict[str, Any]] | None:
        """A copy. None before the first save."""
        tables = self.tables
        if not tables.has_begun:
            return None
        return {name: {number: fresh(row) for number, row in tables.rows(name).items()} for name in tables.names()}

    def write(self, data: Mapping[str, Mapping[Any, Any]]) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed, and what JSON says to a value it cannot hold."""
        self.commit(list(_difference(self.tables, data)))
        self._tables.has_begun = True

    def compact(self) -> None:
        """Nothing that was dropped is in the files afterwards. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        self.compaction.finish()
        _ = self.tables
        self.compaction.run()
        self.envelopes.rewrite()

    def rekey(self, key: bytes) -> None:
        """The same tables under another 32-byte vault key, decided by one replacement of a file.

        Raises DiskFull or NotSaved with the old key in force, SaveUnconfirmed when either may be.
        """
        self.compaction.finish()
        with self._changing:
            tables = self.tables
            carried = self.compaction.carried(self._files.generation + 1)
            self._files.rekey(key, chain(changes_of(tables.view()), carried))
            try:
                self.envelopes.rewrite()
            except (DiskFull, NotSaved) as error:
                # The other key holds already.
                raise SaveUnconfirmed from error

    def close(self) -> None:
        """Everything is on the disk already; this forgets what was in memory and lets go of the folder."""
        if self._is_closed:
            return
        self.compaction.give_up()
        with self._changing:
            self._files.close()
            self._is_closed = True
            self._tables.forget()
            with suppress(DiskFull, NotSaved, SaveUnconfirmed):
                # While the phone is locked nobody can mend the log.
                self.envelopes.settle()
            self.envelopes.release()
        self._lock.release()


def _noted(changes: Iterable[Change]) -> list[Entry]:
    return [noted(change) for change in changes if change.deed in BESIDE]


def _opened(folder: Path, key: bytes, *, has_begun: bool) -> tuple[Generations, Tables]:
    files, tables, old = Generations(folder, key), Tables(), folder / first_version.FILE_NAME
    if has_snapshot(folder) or journals_in(folder):
        files.open(tables)
    elif old.exists():
        tables.apply(changes := list(first_version.changes(old, key)))
        files.take_over(changes)
    elif has_begun:
        raise StoreDamaged
    else:
        files.start()
    return files, tables


def _difference(tables: Tables, data: Mapping[str, Mapping[Any, Any]]) -> Iterator[Change]:
    """What makes `data` of the tables: documents are compared as JSON."""
    wanted = {str(name): {str(number): json_bytes(row) for number, row in rows.items()} for name, rows in data.items()}
    for name in tables.names() - wanted.keys():
        yield Change(Deed.DROP, name)
    for name, rows in wanted.items():
        yield from _difference_of_table(tables, name, rows)


def _difference_of_table(tables: Tables, name: str, wanted: Mapping[str, bytes]) -> Iterator[Change]:
    present = tables.rows(name)
    before = [number for number in present if number in wanted]
    if name not in tables or before != list(wanted)[: len(before)]:
        # A new table, or the documents stand in another order.
        yield Change(Deed.EMPTY, name)
        present = {}
    for number in present.keys() - wanted.keys():
        yield Change(Deed.DELETE, name, number)
    for number, row in wanted.items():
        if number not in present or _as_json(present[number]) != row:
            yield Change(Deed.PUT, name, number, row)


def _as_json(row: bytes | dict[str, Any]) -> bytes:
    return row if isinstance(row, bytes) else json_bytes(row)
