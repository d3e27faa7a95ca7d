"""What the phone still owes the server, what got a receipt, and what the server set aside."""

import base64
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import islice
from typing import Any

from fieldapp.store.derived import Rows
from fieldapp.store.envelope_entries import Entry, Note
from fieldapp.store.envelope_log import EnvelopeLog
from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES
from sync.protocol.statement import Head
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

WAITING, SENT, ASIDE, COUNTER = "outbox", "sent", "set_aside", "outbox_counter"


class Kind(StrEnum):
    STATEMENT = "statement"
    GRANT = "grant"
    ENVELOPE = "envelope"


class State(StrEnum):
    WAITING = "waiting"
    RECEIPTED = "receipted"
    QUARANTINED = "quarantined"


_OF_THE_SERVER = frozenset({"seq", "hash", "receipted_at", "code"})
LOST_ON_THE_PHONE = "lost_on_the_phone"
"""The code of what could not be sent because its bytes are gone."""
KINDS = (Kind.STATEMENT, Kind.GRANT, Kind.ENVELOPE)
LONGEST_ITEM = 2 * ENVELOPE_BYTES
_TABLES = {State.WAITING: WAITING, State.RECEIPTED: SENT, State.QUARANTINED: ASIDE}


@dataclass(frozen=True, slots=True)
class Item:
    """`id` is 32 bytes; `watch` is the line that travels beside an envelope."""

    id: bytes
    kind: Kind
    raw: bytes
    watch: bytes | None
    circle: Circle | None


@dataclass(frozen=True, slots=True)
class OutboxSummary:
    """Counts of envelopes; `quarantined` also of statements and grants that were lost."""

    waiting: int
    receipted: int
    quarantined: int
    oldest_waiting: datetime | None


def add_statement(write: Write, id_: bytes, raw: bytes, *, made_at: datetime) -> None:
    _add(write, Kind.STATEMENT, id_, raw, made_at)


def add_grant(write: Write, id_: bytes, raw: bytes, *, gives: Circle, made_at: datetime) -> None:
    """`gives`: the circle it hands a key of."""
    _add(write, Kind.GRANT, id_, raw, made_at, gives=gives.hex())


def add_envelope(
    write: Write, envelope: Envelope, *, watch: bytes | None, made_at: datetime, records: Sequence[str]
) -> None:
    """`records`: the ids of the records it changes, so that each can show whether it is safe."""
    extra = {"circle": envelope.header.circle.hex(), "records": list(records)}
    _add(write, Kind.ENVELOPE, envelope.id, envelope.to_bytes(), made_at, watch, **extra)


def _add(
    write: Write, kind: Kind, id_: bytes, raw: bytes, made_at: datetime, watch: bytes | None = None, **extra: Any
) -> None:
    order = int((write.get(COUNTER, "last") or {"order": 0})["order"]) + 1
    write.put(COUNTER, "last", {"order": order})
    write.put(WAITING, id_.hex(), {"order": order, "kind": kind, "made_at": made_at.isoformat()} | extra)
    write.keep_envelope(KINDS.index(kind), id_, body_of(raw, watch))


def waiting(store: Store, kind: Kind, most: int | None = None, *, without: Collection[bytes] = ()) -> list[Item]:
    """In the order they were made."""
    left_out = {id_.hex() for id_ in without}
    wanted = (row for row in store.each(WAITING) if row["kind"] == kind and row["key"] not in left_out)
    rows = sorted(wanted, key=_order)[:most]
    found = (item_of(store.envelopes, bytes.fromhex(row["key"])) or _from_row(row) for row in rows)
    # Bytes that were lost cannot be sent; the row stays and is counted until `mend_log` sets it aside.
    return [item for item in found if item]


def body_of(raw: bytes, watch: bytes | None) -> bytes:
    """An item's bytes in the log of envelopes: block(4) of what is sent, block(2) of its watch line."""
    return block(raw, 4) + block(watch or b"", 2)


def item_of(log: EnvelopeLog, id_: bytes) -> Item | None:
    """None when the log has no whole copy of it, or another envelope under its id."""
    if (found := log.item(id_)) is None:
        return None
    try:
        return _item(found)
    except (MadeByNewerVersion, Malformed, IndexError):
        return None


def _item(entry: Entry) -> Item | None:
    reader, kind = Reader(entry.body), KINDS[entry.kind]
    raw, watch = reader.block(4, longest=LONGEST_ITEM), reader.block(2, longest=LINES_BYTES) or None
    if kind is not Kind.ENVELOPE:
        return Item(entry.id, kind, raw, watch, None)
    envelope = Envelope.from_bytes(raw)
    return Item(entry.id, kind, raw, watch, envelope.header.circle) if envelope.id == entry.id else None


def _from_row(row: Mapping[str, Any]) -> Item | None:
    """The first version kept the bytes in the row."""
    if "raw" not in row:
        return None
    watch, circle = row.get("watch"), row.get("circle")
    return Item(
        bytes.fromhex(row["key"]),
        Kind(row["kind"]),
        base64.b64decode(row["raw"]),
        base64.b64decode(watch) if watch else None,
        Circle.from_hex(circle) if circle else None,
    )


def mend_log(store: Store) -> None:
    """What is owed, and the copies, stand in the log of envelopes as the vault knows them.

    What is owed and lies nowhere any more nobody can send: it is set aside, and so counted as needing help.
    Raises as one_write does.
    """
    log, entries = store.envelopes, []
    owed = {bytes.fromhex(row["key"]): row for row in store.each(WAITING)}
    for id_, row in owed.items():
        if item := _from_row(row):
            body = body_of(item.raw, item.watch)
            entries.append(Entry(Note.ITEM, KINDS.index(item.kind), id_, body))
        entries.append(Entry(Note.WAITS, 0, id_, b""))
    entries += [Entry(Note.ANSWERED, 0, id_, b"") for id_ in log.ids(waiting=True) if id_ not in owed]
    log.mend(entries)
    if lost := [id_ for id_ in owed if item_of(log, id_) is None]:
        with store.one_write() as write:
            for id_ in lost:
                quarantined(write, id_, LOST_ON_THE_PHONE)


def count_waiting(store: Store, kind: Kind) -> int:
    return sum(row["kind"] == kind for row in store.each(WAITING))


def set_aside(store: Store, most: int, *, without: Collection[bytes] = ()) -> list[Item]:
    """Envelopes that the server would not put in their streams, in the order they were made."""
    left_out = {id_.hex() for id_ in without}
    rows = (row for row in store.each(ASIDE) if row["kind"] == Kind.ENVELOPE and row["key"] not in left_out)
    found = (item_of(store.envelopes, bytes.fromhex(row["key"])) for row in sorted(rows, key=_order))
    return list(islice((item for item in found if item), most))


def sent(store: Store, circle: Circle) -> list[tuple[int, bytes]]:
    """(number in the stream, id) of each of this phone's envelopes that has a place there."""
    rows = (row for row in store.each(SENT) if row.get("circle") == circle.hex())
    return [(int(row.get("seq", 0)), bytes.fromhex(row["key"])) for row in rows]


def made_in(store: Store, circle: Circle) -> Iterator[Envelope]:
    """This phone's own envelopes of a stream, whatever the server said of them."""
    for table in _TABLES.values():
        for row in store.each(table):
            if row.get("circle") == circle.hex() and (item := item_of(store.envelopes, bytes.fromhex(row["key"]))):
                yield Envelope.from_bytes(item.raw)


def drop(write: Write, ids: Collection[bytes]) -> None:
    """They were disposed of: nothing of them is owed, and nothing is left."""
    for id_ in ids:
        for table in _TABLES.values():
            write.delete(table, id_.hex())
        write.forget_envelope(id_)


def _order(row: Mapping[str, Any]) -> int:
    return int(row["order"])


def receipted(write: Write, id_: bytes, head: Head | None, at: datetime) -> None:
    """Moves an item to what the server has, whatever it answered before; `head` is its place in its stream."""
    place = {"seq": head.seq, "hash": head.hash.hex()} if head else {}
    for table in (WAITING, ASIDE):
        _move(write, id_, SENT, place | {"receipted_at": at.isoformat()}, since=table)


def waits_again(write: Write, id_: bytes) -> bool:
    """The server does not have it after all; False when this phone made no such thing or it waits already."""
    for table in (SENT, ASIDE):
        if row := write.get(table, id_.hex()):
            write.delete(table, id_.hex())
            write.put(WAITING, id_.hex(), {name: value for name, value in row.items() if name not in _OF_THE_SERVER})
            write.waits_again(id_)
            return True
    return False


def sent_after(write: Write, circle: Circle, seq: int) -> list[bytes]:
    """Ids of this phone's envelopes that got a place after number `seq`."""
    rows = (row for row in write.all(SENT) if row.get("circle") == circle.hex())
    return [bytes.fromhex(row["key"]) for row in rows if int(row.get("seq", seq + 1)) > seq]


def everything_without_a_place(write: Write) -> list[bytes]:
    """Ids of statements and grants that were handed over, and of all that the server set aside."""
    said = [row["key"] for row in write.all(SENT) if row["kind"] != Kind.ENVELOPE]
    return [bytes.fromhex(key) for key in [*said, *(row["key"] for row in write.all(ASIDE))]]


def sent_streams(store: Store) -> set[Circle]:
    """Where this phone's receipted envelopes are."""
    return {Circle.from_hex(row["circle"]) for row in store.each(SENT) if row.get("circle")}


def count_of_circle(write: Write, circle: Circle) -> tuple[int, int]:
    """(set aside, waiting) envelopes of this stream."""
    aside, waiting_now = (
        sum(row.get("circle") == circle.hex() for row in write.all(table)) for table in (ASIDE, WAITING)
    )
    return aside, waiting_now


def sealed_owed(store: Store, id_: bytes) -> bytes | None:
    """The bytes of what waits, or was set aside; None when they were lost."""
    row = store.get(WAITING, id_.hex()) or store.get(ASIDE, id_.hex())
    item = (item_of(store.envelopes, id_) or _from_row(row)) if row else None
    return item.raw if item else None


def quarantined(write: Write, id_: bytes, code: str) -> None:
    """The server would not put it in its stream; it stays here too."""
    _move(write, id_, ASIDE, {"code": code})


def _move(write: Write, id_: bytes, table: str, extra: dict[str, Any], *, since: str = WAITING) -> None:
    if row := write.get(since, id_.hex()):
        write.delete(since, id_.hex())
        write.put(table, id_.hex(), row | extra)
        write.answered(id_)


def is_own(write: Write, id_: bytes) -> bool:
    """Whether this phone made the envelope and still has its copy."""
    return any(write.get(table, id_.hex()) for table in _TABLES.values())


def circle_of(write: Write, id_: bytes) -> Circle | None:
    """The stream an envelope that waits, or was set aside, is for; None for statements and grants."""
    circle = (write.get(WAITING, id_.hex()) or write.get(ASIDE, id_.hex()) or {}).get("circle")
    return Circle.from_hex(circle) if circle else None


def owes(store: Store, circles: Collection[Circle]) -> bool:
    """Whether anything of these circles waits, or was set aside."""
    wanted = {circle.hex() for circle in circles}
    return any(row.get("circle") in wanted for table in (WAITING, ASIDE) for row in store.each(table))


def summary(store: Store) -> OutboxSummary:
    found = {state: store.derived(table, _counted) for state, table in _TABLES.items()}
    return OutboxSummary(
        waiting=found[State.WAITING].envelopes,
        receipted=found[State.RECEIPTED].envelopes,
        quarantined=found[State.QUARANTINED].envelopes + found[State.QUARANTINED].others_lost,
        oldest_waiting=found[State.WAITING].oldest,
    )


def states(store: Store) -> dict[str, State]:
    """For each record this phone changed, the least safe state of its envelopes."""
    found: dict[str, State] = {}
    for state in (State.RECEIPTED, State.WAITING, State.QUARANTINED):
        found.update(dict.fromkeys(store.derived(_TABLES[state], _records_of), state))
    return found


@dataclass(frozen=True, slots=True)
class _Counted:
    envelopes: int
    others_lost: int
    oldest: datetime | None


def _counted(rows: Rows) -> _Counted:
    times = [row["made_at"] for row in rows if row["kind"] == Kind.ENVELOPE]
    lost = sum(row["kind"] != Kind.ENVELOPE and row.get("code") == LOST_ON_THE_PHONE for row in rows)
    return _Counted(len(times), lost, min(map(datetime.fromisoformat, times), default=None))


def _records_of(rows: Rows) -> list[str]:
    return [record for row in rows if row["kind"] == Kind.ENVELOPE for record in row["records"]]
