"""What the server set aside, as last fetched: still sealed."""

import base64
from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.store.store import Store, Write

_TABLE = "late"


@dataclass(frozen=True, slots=True)
class LateRow:
    """`at`: ISO time of arrival at the server; `code`: why it was set aside."""

    id: str
    at: str
    code: str
    raw: bytes


def replace(write: Write, rows: Iterable[tuple[str, str, str, bytes]]) -> None:
    """Each (id, at, code, envelope). Those that were known already are not written again."""
    before = {row["key"] for row in write.all(_TABLE)}
    now = {id_: {"at": at, "code": code, "raw": base64.b64encode(raw).decode()} for id_, at, code, raw in rows}
    for id_ in before - now.keys():
        write.delete(_TABLE, id_)
    for id_ in now.keys() - before:
        write.put(_TABLE, id_, now[id_])


def forget(write: Write, item_id: str) -> None:
    write.delete(_TABLE, item_id)


def all_of(store: Store) -> list[LateRow]:
    """The oldest first."""
    rows = sorted(store.all(_TABLE), key=lambda row: str(row["at"]))
    return [LateRow(row["key"], row["at"], row["code"], base64.b64decode(row["raw"])) for row in rows]
