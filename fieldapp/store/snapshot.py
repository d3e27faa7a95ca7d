"""All tables in one sealed file: where the journal starts from."""

import struct
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.store.changes import Change, Deed, packed, unpacked
from fieldapp.store.damage import StoreDamaged
from fieldapp.store.frames import SNAPSHOT, TAG_BYTES, Place, Sealing, generation_of

FILE_NAME = "store.snapshot"
CHUNK_BYTES = 64 * 1024
_BASE = struct.Struct(f">Q{TAG_BYTES}s")


def pieces(
    cipher: AESGCM, generation: int, base: Place, changes: Iterable[Change], between: Callable[[], None]
) -> Iterator[bytes]:
    """The file in pieces of some 64 KiB; `between` is called after each, and may raise to give up."""
    sealing, place = Sealing(cipher, SNAPSHOT, generation), Place()
    yield sealing.file_header
    for payload in _payloads(base, changes):
        frame = sealing.frame(payload, place)
        place = Place(place.seq + 1, frame[-TAG_BYTES:])
        yield frame
        between()


def _payloads(base: Place, changes: Iterable[Change]) -> Iterator[bytes]:
    together, size = [Change(Deed.BASE, body=_BASE.pack(base.seq, base.tag))], 0
    for change in changes:
        together.append(change)
        size += len(change.body)
        if size > CHUNK_BYTES:
            yield packed(together)
            together, size = [], 0
    yield packed([*together, Change(Deed.END)])


def read(path: Path, cipher: AESGCM, take: Callable[[list[Change]], None]) -> tuple[int, Place, int]:
    """Gives the changes that make the tables to `take`; comes back with generation, where the journal goes on, size.

    Raises StoreDamaged (also for another key) or StoreFromNewerApp.
    """
    content = path.read_bytes()
    generation = generation_of(content, SNAPSHOT)
    base, end, last = None, 0, None
    for frame in Sealing(cipher, SNAPSHOT, generation).chain(content, Place()):
        changes = list(unpacked(frame.payload))
        if base is None:
            base = Place(*_BASE.unpack(changes.pop(0).body))
        last, end = changes[-1].deed, frame.end
        take(changes[:-1] if last == Deed.END else changes)
    if base is None or last != Deed.END or end != len(content):
        raise StoreDamaged
    return generation, base, end


def opens(path: Path, cipher: AESGCM) -> bool:
    """Whether the first frame is authentic under this key. Raises StoreFromNewerApp, StoreDamaged or OSError."""
    content = path.read_bytes()
    sealing = Sealing(cipher, SNAPSHOT, generation_of(content, SNAPSHOT))
    return sealing.opened(content, len(sealing.file_header)) is not None
