"""`envelopes.log`: what waits and the copies that heal a server, as the server gets them; outside the vault.

Nothing in it is secret. It follows the journal, is written after a save was told, and is mended from the journal.
"""

import hashlib
import mmap
import os
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from fieldapp.store.changes import Change, Deed
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

FILE_NAME = "envelopes.log"
HEADER = b"\x01SKEL"
MAGIC = b"\xf5SKE"
ID_BYTES = 32
# Magic, note, what kind of item, id, length of the bytes behind, first eight bytes of the SHA-256 over all but these.
_ENTRY = struct.Struct(f">4sBB{ID_BYTES}sI8s")
_CHECK_BYTES = 8


class Note(IntEnum):
    ITEM = 1
    ANSWERED = 2
    WAITS = 3
    FORGOTTEN = 4


_NOTES = {
    Deed.ENVELOPE: Note.ITEM,
    Deed.ANSWERED: Note.ANSWERED,
    Deed.WAITS: Note.WAITS,
    Deed.FORGET: Note.FORGOTTEN,
}


class Entry(NamedTuple):
    """`kind` tells statements, grants and envelopes apart; `body` lies behind the entry's head."""

    note: int
    kind: int
    id: bytes
    body: bytes

    def to_bytes(self) -> bytes:
        unchecked = _ENTRY.pack(MAGIC, self.note, self.kind, self.id, len(self.body), bytes(_CHECK_BYTES))
        head = unchecked[:-_CHECK_BYTES]
        return head + _check(head, self.body) + self.body


@dataclass(slots=True)
class Kept:
    """Where an item lies, and how it stands."""

    offset: int
    length: int
    kind: int
    waits: bool = True


def noted(change: Change) -> Entry:
    """One of a journal's changes BESIDE the tables as it stands in the log."""
    return Entry(_NOTES[Deed(change.deed)], int(change.table or 0), bytes.fromhex(change.number), change.body)


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
        """None when it is not there, or not as it was written."""
        for entry in self._missed:
            if entry.note == Note.ITEM and entry.id == id_:
                return entry
        if (kept := self._items.get(id_)) is None:
            return None
        found = _entry_in(os.pread(self._descriptor, kept.length, kept.offset), 0)
        return found if found and found.id == id_ else None

    def take(self, entries: Iterable[Entry]) -> None:
        """Appends without a flush. What the disk does not take is kept and comes with the next ones."""
        with self._lock:
            self._missed += entries
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
        self._end = len(HEADER) if head == HEADER else 0
        if not self._end:
            return
        # Read through the system's own cache, so that it is never wholly in memory.
        with mmap.mmap(self._descriptor, 0, access=mmap.ACCESS_READ) as content:
            for offset, entry in _entries_in(content, self._end):
                self._count_in(entry, offset)
                self._end = offset + _ENTRY.size + len(entry.body)

    def _count_in(self, entry: Entry, offset: int) -> None:
        kept = self._items.get(entry.id)
        if entry.note == Note.ITEM:
            waits = kept.waits if kept else True
            self._items[entry.id] = Kept(offset, _ENTRY.size + len(entry.body), entry.kind, waits)
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
        """Also in the place of a file whose first bytes are broken."""
        self.release()
        replace_in_pieces(self._path, [HEADER])
        self._descriptor = os.open(self._path, os.O_RDWR)
        self._end = len(HEADER)


def _entries_in(content: mmap.mmap, start: int) -> Iterator[tuple[int, Entry]]:
    """Every whole entry and where it lies; what is broken in between is passed over."""
    while start >= 0:
        if entry := _entry_in(content, start):
            yield start, entry
            start += _ENTRY.size + len(entry.body)
        else:
            start = content.find(MAGIC, start + 1)


def _entry_in(content: bytes | mmap.mmap, start: int) -> Entry | None:
    head = content[start : start + _ENTRY.size]
    if len(head) < _ENTRY.size:
        return None
    magic, note, kind, id_, length, check = _ENTRY.unpack(head)
    body = content[start + _ENTRY.size : start + _ENTRY.size + length]
    if magic != MAGIC or len(body) != length or check != _check(head[:-_CHECK_BYTES], body):
        return None
    return Entry(note, kind, id_, body)


def _check(head: bytes, body: bytes) -> bytes:
    return hashlib.sha256(head + body).digest()[:_CHECK_BYTES]
