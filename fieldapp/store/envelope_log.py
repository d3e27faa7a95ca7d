"""`envelopes.log`: what waits and the copies that heal a server, as the server gets them; outside the vault.

Nothing in it is secret. It follows the journal, is written after a save was told, and is mended from the journal.
"""

import mmap
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from fieldapp.store.damage import StoreFromNewerApp
from fieldapp.store.durable_file import (
    DiskFull,
    NotSaved,
    SaveUnconfirmed,
    as_told_to_the_user,
    flush_file,
    replace_in_pieces,
    write_at,
)
from fieldapp.store.envelope_entries import Entry, Note, entries_in, entry_in

FILE_NAME = "envelopes.log"
HEADER = b"\x01SKEL"


@dataclass(slots=True)
class Kept:
    """Where an item lies, and how it stands."""

    offset: int
    length: int
    kind: int
    waits: bool = True


class EnvelopeLog:
    """The open file and, for each item in it, where it lies."""

    def __init__(self, folder: Path) -> None:
        """Raises StoreFromNewerApp or OSError."""
        self._path = folder / FILE_NAME
        self._items: dict[bytes, Kept] = {}
        self._missed: list[Entry] = []
        self._descriptor = -1
        self._end = 0
        self._is_doubtful = False
        self._lock = Lock()
        if self._path.exists():
            self._open()

    def ids(self, *, waiting: bool = False) -> list[bytes]:
        """In the order they were made."""
        return [id_ for id_, kept in self._items.items() if kept.waits or not waiting]

    def item(self, id_: bytes) -> Entry | None:
        """None when it is not there, not as it was written, or cannot be read."""
        for entry in self._missed:
            if entry.note == Note.ITEM and entry.id == id_:
                return entry
        if (kept := self._items.get(id_)) is None:
            return None
        try:
            found = entry_in(os.pread(self._descriptor, kept.length, kept.offset), 0)
        except OSError:
            return None
        return found if found and found.id == id_ else None

    def take(self, entries: Iterable[Entry]) -> None:
        """Appends without a flush. What the disk does not take is kept and comes with the next ones."""
        with self._lock:
            self._missed += entries
            if not self._missed:
                return
            with suppress(OSError, DiskFull, NotSaved, SaveUnconfirmed):
                self._write_missed()

    def mend(self, entries: Iterable[Entry]) -> None:
        """As `take`, but only what the log does not know yet: these come from the journal, in its order."""
        items: dict[bytes, Entry] = {}
        notes: dict[bytes, Entry] = {}
        for entry in entries:
            (items if entry.note == Note.ITEM else notes)[entry.id] = entry
        self.take([entry for id_ in items | notes for entry in self._lacking(id_, items.get(id_), notes.get(id_))])

    def _lacking(self, id_: bytes, item: Entry | None, note: Entry | None) -> Iterator[Entry]:
        kept = self._items.get(id_)
        if note and note.note == Note.FORGOTTEN:
            if kept:
                yield note
            return
        if item and not kept:
            yield item
        if note and (item or kept) and (kept is None or kept.waits) != (note.note == Note.WAITS):
            yield note

    def write_again(self, entries: Iterable[Entry]) -> None:
        """Over their copies, which may have rotted, or have never reached the disk. Raises DiskFull or NotSaved."""
        for entry in entries:
            with self._lock:
                kept = self._items.get(entry.id)
                if kept and kept.length == entry.size:
                    try:
                        write_at(self._descriptor, entry.to_bytes(), kept.offset)
                    except OSError as error:
                        raise as_told_to_the_user(error) from error

    def settle(self) -> None:
        """Everything is on the disk afterwards. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        if self._is_doubtful:
            self.rewrite()
        with self._lock:
            try:
                self._write_missed()
            except OSError as error:
                raise as_told_to_the_user(error) from error
        try:
            if self._descriptor >= 0:
                flush_file(self._descriptor)
        except OSError as error:
            # A second flush would say that all is well: next time all of it is written anew.
            self._is_doubtful = True
            raise SaveUnconfirmed from error

    def rewrite(self) -> None:
        """Without what was forgotten. Raises DiskFull, NotSaved or SaveUnconfirmed, with the old file in place."""
        with self._lock:
            if self._descriptor < 0:
                return
            replace_in_pieces(self._path, self._pieces())
            self.release()
            self._items.clear()
            self._open()
            self._is_doubtful = False

    def _pieces(self) -> Iterator[bytes]:
        yield HEADER
        for id_, kept in self._items.items():
            yield os.pread(self._descriptor, kept.length, kept.offset)
            if not kept.waits:
                yield Entry(Note.ANSWERED, kept.kind, id_, b"").to_bytes()

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1

    def _open(self) -> None:
        self._descriptor = os.open(self._path, os.O_RDWR)
        try:
            self._scan()
        except BaseException:
            self.release()
            raise

    def _scan(self) -> None:
        head = os.pread(self._descriptor, len(HEADER), 0)
        if head[:1] > HEADER[:1]:
            raise StoreFromNewerApp
        if len(head) < len(HEADER):
            return
        # Each entry proves itself, so a broken head costs nothing.
        self._end = len(HEADER)
        # Read through the system's own cache, so that it is never wholly in memory.
        with mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ) as content:
            for offset, entry in entries_in(content, self._end):
                self._count_in(entry, offset)
                self._end = offset + entry.size

    def _count_in(self, entry: Entry, offset: int) -> None:
        kept = self._items.get(entry.id)
        if entry.note == Note.ITEM:
            waits = kept.waits if kept else True
            self._items[entry.id] = Kept(offset, entry.size, entry.kind, waits)
        elif entry.note == Note.FORGOTTEN:
            self._items.pop(entry.id, None)
        elif kept:
            kept.waits = entry.note == Note.WAITS

    def _write_missed(self) -> None:
        if not self._missed:
            return
        if self._descriptor < 0 or not self._end:
            self._begin()
        pieces = [entry.to_bytes() for entry in self._missed]
        write_at(self._descriptor, b"".join(pieces), self._end)
        for entry, piece in zip(self._missed, pieces, strict=True):
            self._count_in(entry, self._end)
            self._end += len(piece)
        self._missed.clear()

    def _begin(self) -> None:
        """Also in the place of a file too short to hold anything."""
        self.release()
        replace_in_pieces(self._path, [HEADER])
        self._descriptor = os.open(self._path, os.O_RDWR)
        self._end = len(HEADER)
