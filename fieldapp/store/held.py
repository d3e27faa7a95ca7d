"""What this phone has read of every stream: each envelope's place, and the envelope itself where it is kept sealed."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.statement import Head

HELD, BEFORE, CARRIED = "held", "held_before", "carried"


@dataclass(frozen=True, slots=True)
class Place:
    """`number` counts the author's envelopes in the stream; `sealed` is None where no copy is kept."""

    circle: Circle
    head: Head
    id: bytes
    author: bytes
    number: int
    sealed: bytes | None


def _key(circle: Circle, seq: int) -> str:
    return f"{circle.hex()}:{seq}"


def remember(write: Write, envelope: Envelope, head: Head, *, keep_sealed: bool) -> None:
    row = {
        "circle": envelope.header.circle.hex(),
        "seq": head.seq,
        "hash": head.hash.hex(),
        "id": envelope.id.hex(),
        "author": envelope.header.author.hex(),
        "number": envelope.header.device_seq,
    }
    if keep_sealed:
        row["sealed"] = base64.b64encode(envelope.to_bytes()).decode()
    write.put(HELD, _key(envelope.header.circle, head.seq), row)


def at(source: Store | Write, circle: Circle, seq: int) -> Place | None:
    row = source.get(HELD, _key(circle, seq))
    return _place(row) if row else None


def of_circle(source: Store | Write, circle: Circle) -> list[Place]:
    """In the order of the stream."""
    places = [_place(row) for row in source.all(HELD) if row["circle"] == circle.hex()]
    return sorted(places, key=lambda place: place.head.seq)


def _place(row: Mapping[str, Any]) -> Place:
    return Place(
        circle=Circle.from_hex(row["circle"]),
        head=Head(int(row["seq"]), bytes.fromhex(row["hash"])),
        id=bytes.fromhex(row["id"]),
        author=bytes.fromhex(row["author"]),
        number=int(row["number"]),
        sealed=base64.b64decode(row["sealed"]) if row.get("sealed") else None,
    )


def all_sealed(store: Store) -> Iterator[tuple[Circle, bytes]]:
    """(circle, envelope) of every copy that is kept."""
    for row in store.each(HELD):
        if row.get("sealed"):
            yield Circle.from_hex(row["circle"]), base64.b64decode(row["sealed"])


def lose(write: Write, place: Place) -> None:
    """The server has it there no longer. Which head stood there is remembered: others may have seen it too."""
    key = _key(place.circle, place.head.seq)
    write.delete(HELD, key)
    hashes = (write.get(BEFORE, key) or {"hashes": []})["hashes"]
    known = [*hashes, place.head.hash.hex()]
    write.put(BEFORE, key, {"circle": place.circle.hex(), "hashes": list(dict.fromkeys(known))})


def was_once(source: Store | Write, circle: Circle, head: Head) -> bool | None:
    """Whether this head stood there before a server was restored; None when this phone had not come that far."""
    row = source.get(BEFORE, _key(circle, head.seq))
    return head.hash.hex() in row["hashes"] if row else None


def carry(write: Write, place: Place) -> None:
    """Somebody else's envelope, to be brought back to the server."""
    if place.sealed:
        row = {"raw": base64.b64encode(place.sealed).decode(), "circle": place.circle.hex(), "seq": place.head.seq}
        write.put(CARRIED, place.id.hex(), row)


def carried_by_circle(write: Write) -> dict[Circle, list[bytes]]:
    """Ids in the order of their streams."""
    found: dict[Circle, list[bytes]] = {}
    for row in _in_order(write.all(CARRIED)):
        found.setdefault(Circle.from_hex(row["circle"]), []).append(bytes.fromhex(row["key"]))
    return found


def carry_beside(write: Write, id_: bytes, lines: bytes) -> None:
    """Watch lines that travel with an envelope that is carried."""
    if row := write.get(CARRIED, id_.hex()):
        write.put(CARRIED, id_.hex(), row | {"watch": base64.b64encode(lines).decode()})


def carried(store: Store) -> Iterator[tuple[bytes, bytes, bytes | None]]:
    """(id, envelope, watch lines beside it) in the order of their streams."""
    for row in _in_order(store.each(CARRIED)):
        watch = row.get("watch")
        yield bytes.fromhex(row["key"]), base64.b64decode(row["raw"]), base64.b64decode(watch) if watch else None


def _in_order(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["circle"], row["seq"]))


def is_carried(write: Write, id_: bytes) -> bool:
    return write.get(CARRIED, id_.hex()) is not None


def arrived(write: Write, id_: bytes) -> None:
    write.delete(CARRIED, id_.hex())
