"""What the server set aside, as last fetched: still sealed."""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle

_TABLE = "late"


@dataclass(frozen=True, slots=True)
class LateRow:
    """`at`: ISO time of arrival at the server; `code`: why it was set aside. `author` and `circle` as it claims."""

    id: str
    at: str
    code: str
    raw: bytes
    author: bytes
    circle: Circle


def replace(write: Write, rows: Iterable[LateRow]) -> None:
    """Those that were known already are not written again."""
    before = {row["key"] for row in write.all(_TABLE) if "author" in row}
    now = {row.id: _row(row) for row in rows}
    for id_ in before - now.keys():
        write.delete(_TABLE, id_)
    for id_ in now.keys() - before:
        write.put(_TABLE, id_, now[id_])


def _row(row: LateRow) -> dict[str, str]:
    about = {"author": row.author.hex(), "circle": row.circle.hex()}
    return about | {"at": row.at, "code": row.code, "raw": base64.b64encode(row.raw).decode()}


def forget(write: Write, item_id: str) -> None:
    write.delete(_TABLE, item_id)


def all_of(store: Store) -> list[LateRow]:
    """The oldest first."""
    # An older version did not note whose they are; the next fetching does.
    rows = sorted((row for row in store.all(_TABLE) if "author" in row), key=lambda row: str(row["at"]))
    return [_late_row(row) for row in rows]


def _late_row(row: Mapping[str, str]) -> LateRow:
    author, circle = bytes.fromhex(row["author"]), Circle.from_hex(row["circle"])
    return LateRow(row["key"], row["at"], row["code"], base64.b64decode(row["raw"]), author, circle)
