"""One entry of the log of envelopes: how it lies in the file. Each proves itself by a checksum."""

import hashlib
import mmap
import struct
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from fieldapp.store.changes import Change, Deed

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

    @property
    def size(self) -> int:
        return _ENTRY.size + len(self.body)

    def to_bytes(self) -> bytes:
        unchecked = _ENTRY.pack(MAGIC, self.note, self.kind, self.id, len(self.body), bytes(_CHECK_BYTES))
        head = unchecked[:-_CHECK_BYTES]
        return head + _check(head, self.body) + self.body


def noted(change: Change) -> Entry:
    """One of a journal's changes BESIDE the tables as it stands in the log."""
    return Entry(_NOTES[Deed(change.deed)], int(change.table or 0), bytes.fromhex(change.number), change.body)


def change_of(item: Entry) -> Change:
    """As `noted`, the other way."""
    return Change(Deed.ENVELOPE, str(item.kind), item.id.hex(), item.body)


def entries_in(content: mmap.mmap, start: int) -> Iterator[tuple[int, Entry]]:
    """Every whole entry and where it lies; what is broken in between is passed over."""
    while start >= 0:
        if entry := entry_in(content, start):
            yield start, entry
            start += entry.size
        else:
            start = content.find(MAGIC, start + 1)


def entry_in(content: bytes | mmap.mmap, start: int) -> Entry | None:
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
