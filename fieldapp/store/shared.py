"""Which records of other circles were handed on into which."""

from collections.abc import Mapping

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle

_TABLE = "handed_on"


def note(write: Write, record_type: str, record_id: str, circle: Circle, by: bytes) -> None:
    """`by`: the device of the caseworker who handed it on."""
    row = write.get(_TABLE, f"{record_type}:{record_id}")
    known: Mapping[str, str] = row["circles"] if row else {}
    if circle.hex() not in known:
        write.put(_TABLE, f"{record_type}:{record_id}", {"circles": {**known, circle.hex(): by.hex()}})


def forget(write: Write, record_type: str, record_id: str) -> None:
    write.delete(_TABLE, f"{record_type}:{record_id}")


def circles_of(source: Store | Write, record_type: str, record_id: str) -> list[Circle]:
    row = source.get(_TABLE, f"{record_type}:{record_id}")
    return [Circle.from_hex(circle) for circle in row["circles"]] if row else []


def ids(store: Store, record_type: str) -> list[str]:
    """The records of this type that were handed on, to this phone or from it."""
    keys = (str(row["key"]).partition(":") for row in store.each(_TABLE))
    return [record_id for kind, _, record_id in keys if kind == record_type]
