"""The folded records: one table a type, each with the circle it belongs to."""

from typing import cast

from fieldapp.domain.merge import Change, Record, fold
from fieldapp.store.store import Document, Store, Write
from sync.protocol.circle import Circle


def put_change(write: Write, circle: Circle, change: Change) -> Record:
    """Counts a change in. A record belongs to the circle of its first change, or where a copy says it was born."""
    row = write.get(change["type"], change["id"])
    record = fold(_record(row), change)
    write.put(change["type"], change["id"], {"record": record, "circle": row["circle"] if row else circle.hex()})
    return record


def record(store: Store, record_type: str, record_id: str) -> Record | None:
    return _record(store.get(record_type, record_id))


def in_write(write: Write, record_type: str, record_id: str) -> Record | None:
    return _record(write.get(record_type, record_id))


def records(store: Store, record_type: str) -> list[Record]:
    """Only to be read: they are the store's own."""
    return [cast(Record, row["record"]) for row in store.each(record_type)]


def circle_of(source: Store | Write, record_type: str, record_id: str) -> Circle | None:
    row = source.get(record_type, record_id)
    return Circle.from_hex(row["circle"]) if row else None


def _record(row: Document | None) -> Record | None:
    return cast(Record, row["record"]) if row else None
