"""Streams that are being read for the first time: what their authors had seen before cannot be judged yet."""

from fieldapp.store.store import Write
from sync.protocol.circle import Circle

_TABLE = "fresh_streams"


def begin(write: Write, circle: Circle) -> None:
    write.put(_TABLE, circle.hex(), {})


def is_fresh(write: Write, circle: Circle) -> bool:
    return write.get(_TABLE, circle.hex()) is not None


def end(write: Write) -> None:
    """They have been read to their heads."""
    for row in write.all(_TABLE):
        write.delete(_TABLE, row["key"])
