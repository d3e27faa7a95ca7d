"""What this phone has read of every stream: each envelope's place; the copies lie in the log of envelopes."""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fieldapp.store import outbox
from fieldapp.store.outbox import KINDS, Kind
from fieldapp.store.store import Store, Write
from sync.protocol.circle import NOBODY, Circle
from sync.protocol.envelope import Envelope
from sync.protocol.statement import Head

HELD, BEFORE, CARRIED = "held", "held_before", "carried"
_OLDER = {"sealed", "raw"}
_AT_A_TIME = 200


@dataclass(frozen=True, slots=True)
class Place:
    """`number` counts the author's envelopes in the stream; `is_kept` says whether this phone keeps a sealed copy."""

    circle: Circle
    head: Head
    id: bytes
    author: bytes
    number: int
    is_kept: bool


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
        "kept": keep_sealed,
    }
    write.put(HELD, _key(envelope.header.circle, head.seq), row)
    if (write.get(CARRIED, envelope.id.hex()) or {}).get("arrived"):
        write.delete(CARRIED, envelope.id.hex())
    # What was made here lies there already, with its watch lines.
    if keep_sealed and not outbox.is_own(write, envelope.id):
        _keep(write, envelope)


def remember_gone(write: Write, circle: Circle, id_: bytes, head: Head) -> None:
    """A place whose envelope was disposed of before this phone read it: who made it is not known any more."""
    row = {"circle": circle.hex(), "seq": head.seq, "hash": head.hash.hex(), "id": id_.hex()}
    write.put(HELD, _key(circle, head.seq), row | {"author": NOBODY.hex(), "number": 0, "kept": False})


def drop(write: Write, circle: Circle, ids: Collection[bytes]) -> None:
    """The copies go; that there was something in these places stays."""
    wanted = {id_.hex() for id_ in ids}
    for row in write.all(HELD):
        if row["circle"] == circle.hex() and row["id"] in wanted:
            write.put(HELD, row["key"], row | {"kept": False})
    for id_ in ids:
        write.delete(CARRIED, id_.hex())
        write.forget_envelope(id_)


def copies(store: Store, circle: Circle) -> Iterator[Envelope]:
    """The sealed copies of one stream."""
    for row in store.each(HELD):
        if row["circle"] == circle.hex() and row.get("kept") and (copy := copy_of(store, bytes.fromhex(row["id"]))):
            yield copy


def _keep(write: Write, envelope: Envelope) -> None:
    write.keep_envelope(KINDS.index(Kind.ENVELOPE), envelope.id, outbox.body_of(envelope.to_bytes(), None))
    write.answered(envelope.id)


def copy_of(store: Store, id_: bytes) -> Envelope | None:
    """The sealed copy, other people's and our own; None where none is kept, or it was lost."""
    item = outbox.item_of(store.envelopes, id_)
    return Envelope.from_bytes(item.raw) if item and item.kind is Kind.ENVELOPE else None


def take_over(store: Store) -> None:
    """An older version kept the copies in the rows, and so in memory. Raises as one_write does."""
    while older := [row for table in (HELD, CARRIED) for row in store.each(table) if _OLDER & row.keys()][:_AT_A_TIME]:
        with store.one_write() as write:
            for row in older:
                _take_over(write, row)


def _take_over(write: Write, row: Mapping[str, Any]) -> None:
    envelope = Envelope.from_bytes(base64.b64decode(row["sealed" if "sealed" in row else "raw"]))
    if not outbox.is_own(write, envelope.id):
        _keep(write, envelope)
    left = {name: value for name, value in row.items() if name not in _OLDER}
    write.put(HELD if "sealed" in row else CARRIED, row["key"], left | {"kept": True})


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
        is_kept=bool(row.get("kept")),
    )


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
    if place.is_kept:
        write.put(CARRIED, place.id.hex(), {"circle": place.circle.hex(), "seq": place.head.seq})


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
    """(id, envelope, watch lines beside it) of what has not arrived, in the order of their streams."""
    for row in _in_order(_under_way(store)):
        watch, item = row.get("watch"), outbox.item_of(store.envelopes, bytes.fromhex(row["key"]))
        if item:
            yield item.id, item.raw, base64.b64decode(watch) if watch else None


def _in_order(rows: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return sorted(rows, key=lambda row: (row["circle"], row["seq"]))


def _under_way(store: Store) -> list[Mapping[str, Any]]:
    return [row for row in store.each(CARRIED) if not row.get("arrived")]


def count_carried(store: Store) -> int:
    return len(_under_way(store))


def is_carried(write: Write, id_: bytes) -> bool:
    return write.get(CARRIED, id_.hex()) is not None


def arrived(write: Write, id_: bytes) -> None:
    """It stays known as a copy until it is read in its place: the server may be lost once more before that."""
    if row := write.get(CARRIED, id_.hex()):
        write.put(CARRIED, id_.hex(), {"circle": row["circle"], "seq": row["seq"], "arrived": True})


def carry_again(write: Write) -> None:
    """The server may have lost it before this phone read it in its place."""
    for row in write.all(CARRIED):
        write.put(CARRIED, row["key"], {name: value for name, value in row.items() if name != "arrived"})
