"""TinyDB on JSONStorage and on tinydb-encrypted-jsonstorage, and what every TinyDB has in common."""

from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path

from tinydb import TinyDB, where
from tinydb_encrypted_jsonstorage import EncryptedJSONStorage

from tests.benchmarks.store.documents import CONTACT, Document, Visit


class TinySession:
    """Through TinyDB's public methods alone. `at_once`: documents a write when it is filled; None for all in one."""

    def __init__(self, database: TinyDB, at_once: int | None = None) -> None:
        self._database = database
        self._contacts = database.table(CONTACT)
        self._at_once = at_once

    def fill(self, documents: Iterable[Document]) -> None:
        rest = iter(documents)
        while chunk := list(islice(rest, self._at_once)):
            self._contacts.insert_multiple(chunk)

    def insert(self, document: Document) -> int:
        return self._contacts.insert(document)

    def update(self, numbers: Collection[int], note: str) -> None:
        self._contacts.update({"note": note}, doc_ids=numbers)

    def remove(self, numbers: Sequence[int]) -> None:
        self._contacts.remove(doc_ids=numbers)

    def save_visit(self, visit: Visit) -> None:
        """Five writes: TinyDB has no transactions."""
        for table, document in visit.documents.items():
            self._database.table(table).insert(document)
        self._database.table("outbox").insert({"raw": visit.envelope.to_bytes().hex()})

    def all(self) -> list[Document]:
        return list(self._contacts.all())

    def get(self, number: int) -> Document | None:
        found = self._contacts.get(doc_id=number)
        assert not isinstance(found, list)
        return found

    def named(self, prefix: str) -> list[Document]:
        return list(self._contacts.search(where("name").test(str.startswith, prefix)))

    def close(self) -> None:
        self._database.close()


def plain_json(folder: Path) -> TinySession:
    return TinySession(TinyDB(folder / "db.json"))


def sealed_json(folder: Path) -> TinySession:
    path = str(folder / "db.sealed")
    return TinySession(TinyDB(path=path, encryption_key="measured", storage=EncryptedJSONStorage))
