"""SQLCipher with a raw key (no key derivation), WAL and synchronous=FULL; documents as JSON in a column.

There is no index on the name: it would make each insert dearer, and inserts are what is compared.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from pathlib import Path

from sqlcipher3 import dbapi2

from tests.benchmarks.store.documents import CONTACT, TABLES, Document, Visit, as_bytes

RAW_KEY = bytes(32).hex()
AT_ONCE = 10
INSERT = "INSERT INTO {} (body) VALUES (?)"


class SqlCipher:
    def __init__(self, folder: Path) -> None:
        self._connection = dbapi2.connect(str(folder / "db.sqlcipher"), isolation_level=None)
        self._connection.execute(f"PRAGMA key = \"x'{RAW_KEY}'\"")
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = FULL")
        for table in TABLES:
            self._connection.execute(f"CREATE TABLE IF NOT EXISTS {table} (id INTEGER PRIMARY KEY, body TEXT)")
        self._connection.execute("CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, raw BLOB)")

    def fill(self, documents: Iterable[Document]) -> None:
        rest = iter(documents)
        while chunk := list(islice(rest, AT_ONCE)):
            with self._connection:
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.executemany(INSERT.format(CONTACT), [(as_bytes(row).decode(),) for row in chunk])

    def insert(self, document: Document) -> int:
        cursor = self._connection.execute(INSERT.format(CONTACT), (as_bytes(document).decode(),))
        return int(cursor.lastrowid or 0)

    def update(self, numbers: Collection[int], note: str) -> None:
        changed = "UPDATE contact SET body = json_set(body, '$.note', ?) WHERE id = ?"
        for number in numbers:
            self._connection.execute(changed, (note, number))

    def remove(self, numbers: Sequence[int]) -> None:
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany("DELETE FROM contact WHERE id = ?", [(number,) for number in numbers])

    def save_visit(self, visit: Visit) -> None:
        with self._connection:
            self._connection.execute("BEGIN IMMEDIATE")
            for table, document in visit.documents.items():
                self._connection.execute(INSERT.format(table), (as_bytes(document).decode(),))
            self._connection.execute("INSERT INTO outbox (raw) VALUES (?)", (visit.envelope.to_bytes(),))

    def all(self) -> list[Document]:
        return [json.loads(body) for (body,) in self._connection.execute("SELECT body FROM contact")]

    def get(self, number: int) -> Document | None:
        row = self._connection.execute("SELECT body FROM contact WHERE id = ?", (number,)).fetchone()
        return json.loads(row[0]) if row else None

    def named(self, prefix: str) -> list[Document]:
        wanted = "SELECT body FROM contact WHERE json_extract(body, '$.name') GLOB ?"
        return [json.loads(body) for (body,) in self._connection.execute(wanted, (prefix + "*",))]

    def close(self) -> None:
        self._connection.close()
