"""What waits, read outside the vault, so that a locked phone can deliver it."""

from collections.abc import Collection
from pathlib import Path

from fieldapp.store import held, outbox
from fieldapp.store.damage import StoreFromNewerApp
from fieldapp.store.durable_file import delete_file
from fieldapp.store.envelope_entries import Entry, Note
from fieldapp.store.envelope_log import FILE_NAME, EnvelopeLog
from fieldapp.store.outbox import Item, Kind
from fieldapp.store.store import Store

FIRST_VERSION_NAME = "waiting.spool"
FILE_NAMES = (FILE_NAME, FIRST_VERSION_NAME)


class Spool:
    """The log of envelopes as the lock screen sees it. The outbox inside the vault stays the truth."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def mend(self, store: Store) -> None:
        """At the unlocking: what was delivered while locked waits until the vault has the receipt."""
        outbox.mend_log(store)
        held.take_over(store)
        if (old := self._folder / FIRST_VERSION_NAME).exists():
            delete_file(old)

    def waiting(self, kind: Kind | None = None) -> list[Item]:
        """By kind, in the order they were made. What cannot be read is passed over: the vault may still have it."""
        return self._items(kind, waiting=True)

    def all(self, kind: Kind | None = None) -> list[Item]:
        """Those that were delivered too: the copies that heal a server."""
        return self._items(kind, waiting=False)

    def _items(self, kind: Kind | None, *, waiting: bool) -> list[Item]:
        try:
            log = EnvelopeLog(self._folder)
        except (OSError, StoreFromNewerApp):
            return []
        try:
            items = [item for id_ in log.ids(waiting=waiting) if (item := outbox.item_of(log, id_))]
        finally:
            log.release()
        wanted = [item for item in items if kind in (None, item.kind)]
        return sorted(wanted, key=lambda item: outbox.KINDS.index(item.kind))

    def delivered(self, ids: Collection[bytes]) -> None:
        """Notes what the server has answered for. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        log = EnvelopeLog(self._folder)
        try:
            log.mend([Entry(Note.ANSWERED, 0, id_, b"") for id_ in ids])
            log.settle()
        finally:
            log.release()
