"""Receipts that have not been seen to be true yet: the stream has to show the envelope in the place it was given."""

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.statement import Head

_TABLE = "claims"


def remember(write: Write, circle: Circle, seq: int, id_: bytes) -> None:
    write.put(_TABLE, _key(circle, seq), {"circle": circle.hex(), "seq": seq, "id": id_.hex()})


def taken(write: Write, circle: Circle, head: Head) -> bytes | None:
    """The id that was said to stand at this place, which can now be seen; the claim is settled."""
    row = write.get(_TABLE, _key(circle, head.seq))
    if row is None:
        return None
    write.delete(_TABLE, row["key"])
    return bytes.fromhex(row["id"])


def beyond(store: Store, circle: Circle, seq: int) -> list[tuple[int, bytes]]:
    """(number, id) of what is said to stand after `seq`."""
    rows = (row for row in store.each(_TABLE) if row["circle"] == circle.hex() and row["seq"] > seq)
    return [(int(row["seq"]), bytes.fromhex(row["id"])) for row in rows]


def circles(store: Store) -> set[Circle]:
    return {Circle.from_hex(row["circle"]) for row in store.each(_TABLE)}


def forget(write: Write, circle: Circle) -> None:
    for row in write.all(_TABLE):
        if row["circle"] == circle.hex():
            write.delete(_TABLE, row["key"])


def _key(circle: Circle, seq: int) -> str:
    return f"{circle.hex()}:{seq}"
