"""The verified membership log, verbatim, and the last stamp this device gave out."""

import base64
from collections.abc import Sequence

from fieldapp.store.store import Store, Write

_LOG, _STAMP = "membership_log", "stamp"


def entries(store: Store) -> list[bytes]:
    """In order from the first."""
    rows = sorted(store.all(_LOG), key=lambda row: int(row["key"]))
    return [base64.b64decode(row["raw"]) for row in rows]


def append(write: Write, after: int, raw_statements: Sequence[bytes]) -> None:
    """`after`: how many entries there are already."""
    for number, raw in enumerate(raw_statements, start=after + 1):
        write.put(_LOG, str(number), {"raw": base64.b64encode(raw).decode()})


def replace(write: Write, raw_statements: Sequence[bytes]) -> None:
    """Another log in place of this one."""
    for row in write.all(_LOG):
        write.delete(_LOG, row["key"])
    append(write, 0, raw_statements)


def last_stamp(store: Store) -> str:
    row = store.get(_STAMP, "last")
    return str(row["stamp"]) if row else ""


def remember_stamp(write: Write, stamp: str) -> None:
    write.put(_STAMP, "last", {"stamp": stamp})
