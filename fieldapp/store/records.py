"""The folded records: one table a type, each with the circle it belongs to."""

from collections.abc import Callable
from functools import cache
from typing import TypeVar, cast

from fieldapp.domain.merge import Change, Record, fold
from fieldapp.store.derived import Found, Row
from fieldapp.store.store import Document, Store, Write
from sync.protocol.circle import Circle

Read = TypeVar("Read")


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


def each(store: Store, record_type: str, read: Callable[[Record], Read]) -> list[Read]:
    """What `read` makes of each record, and made again only of a record that has changed.

    `read` is a function with a name, of the record alone; what it gives must not be changed.
    """
    return store.derived_each(record_type, _of_record(read))


def together(
    store: Store, record_type: str, read: Callable[[Record], Read], work: Callable[[list[Read]], Found]
) -> Found:
    """What `work` makes of what `read` made of each record, kept until one of them has changed."""
    return store.derived_from_each(record_type, _of_record(read), work)


@cache
def _of_record(read: Callable[[Record], Read]) -> Callable[[Row], Read]:
    """One function for each `read`, so that what it made is found again."""
    return lambda row: read(cast(Record, row["record"]))


def circle_of(source: Store | Write, record_type: str, record_id: str) -> Circle | None:
    row = source.get(record_type, record_id)
    return Circle.from_hex(row["circle"]) if row else None


def _record(row: Document | None) -> Record | None:
    return cast(Record, row["record"]) if row else None
