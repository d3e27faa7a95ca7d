"""What waits, once more outside the vault, so that a locked phone can deliver it."""

from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from threading import Lock

from fieldapp.store import outbox
from fieldapp.store.durable_file import DiskFull, NotSaved, SaveUnconfirmed, replace_file
from fieldapp.store.outbox import Item, Kind
from fieldapp.store.store import Store
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

FILE_NAME = "waiting.spool"
VERSION = 1
ID_BYTES = 32
LONGEST_ITEM = 2 * ENVELOPE_BYTES
KINDS = (Kind.STATEMENT, Kind.GRANT, Kind.ENVELOPE)


class Spool:
    """Version byte, then for each item: kind (1), id (32), block(4) of its bytes, block(2) of its watch line.

    Nothing here is secret: the server gets these very bytes. The outbox inside the vault stays the truth;
    this copy is written after it and mended at the next unlock.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME
        self._lock = Lock()

    def follow(self, store: Store) -> Callable[[], None]:
        """Mends the copy now and keeps it in step until what comes back is called."""
        self._copy(store)
        return store.on_change(lambda tables: self._copy(store) if outbox.WAITING in tables else None)

    def waiting(self, kind: Kind | None = None) -> list[Item]:
        """In the order they were made. Empty when the file is missing or cannot be read: the vault still has it all."""
        try:
            items = list(_read(self._path.read_bytes()))
        except (OSError, Malformed, MadeByNewerVersion):
            return []
        return [item for item in items if kind in (None, item.kind)]

    def delivered(self, ids: Collection[bytes]) -> None:
        """Takes out what the server has answered for. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        with self._lock:
            self._write([item for item in self.waiting() if item.id not in ids])

    def _copy(self, store: Store) -> None:
        # The save itself has succeeded and must not look as if it had not.
        with suppress(DiskFull, NotSaved, SaveUnconfirmed), self._lock:
            self._write([item for kind in KINDS for item in outbox.waiting(store, kind)])

    def _write(self, items: list[Item]) -> None:
        replace_file(self._path, bytes([VERSION]) + b"".join(map(_packed, items)))


def _packed(item: Item) -> bytes:
    return bytes([KINDS.index(item.kind)]) + item.id + block(item.raw, 4) + block(item.watch or b"", 2)


def _read(content: bytes) -> list[Item]:
    reader = Reader(content)
    if reader.number(1) != VERSION:
        raise MadeByNewerVersion("spool")
    items = []
    while not reader.at_end:
        items.append(_item(reader))
    return items


def _item(reader: Reader) -> Item:
    number = reader.number(1)
    if number >= len(KINDS):
        raise Malformed("kind")
    item_id, raw = reader.take(ID_BYTES), reader.block(4, longest=LONGEST_ITEM)
    watch = reader.block(2, longest=LINES_BYTES) or None
    kind = KINDS[number]
    return Item(item_id, kind, raw, watch, _circle(raw) if kind is Kind.ENVELOPE else None)


def _circle(raw: bytes) -> Circle:
    return Envelope.from_bytes(raw).header.circle
