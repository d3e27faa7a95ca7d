"""Our store: documents through TinyDB, a visit through `Store.one_write` as the app saves it."""

from datetime import UTC, datetime
from pathlib import Path

from fieldapp.store import outbox
from fieldapp.store.store import Store, open_database
from tests.benchmarks.store.documents import Visit
from tests.benchmarks.store.tiny import TinySession

KEY = bytes(32)
MADE_AT = datetime(2026, 11, 22, 18, 4, 9, tzinfo=UTC)
# A store in use was written in many saves.
AT_ONCE = 10


def ours(folder: Path) -> TinySession:
    return TinySession(open_database(folder, KEY), AT_ONCE)


class OurVisits:
    def __init__(self, folder: Path) -> None:
        self._store = Store(folder, KEY)

    def save_visit(self, visit: Visit) -> None:
        keys = [str(document["key"]) for document in visit.documents.values()]
        with self._store.one_write() as write:
            for table, document in visit.documents.items():
                write.put(table, document["key"], document)
            outbox.add_envelope(write, visit.envelope, watch=None, made_at=MADE_AT, records=keys)

    def close(self) -> None:
        self._store.close()
