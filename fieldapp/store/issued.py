"""What this device has issued: its last number and envelope in each stream."""

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.statement import Head

_TABLE = "issued"


def last(write: Write, circle: Circle) -> Head:
    """Its device_seq and the id of its envelope; zeros before the first."""
    row = write.get(_TABLE, circle.hex())
    return Head(int(row["seq"]), bytes.fromhex(row["id"])) if row else Head()


def remember(write: Write, envelope: Envelope) -> None:
    header = envelope.header
    write.put(_TABLE, header.circle.hex(), {"seq": header.device_seq, "id": envelope.id.hex()})


def at_least(write: Write, circle: Circle, seq: int, id_: bytes | None = None) -> None:
    """Numbers up to `seq` have been given out, on this phone or on what it was before; `id_` bears the last."""
    before = last(write, circle)
    if seq >= before.seq:
        write.put(_TABLE, circle.hex(), {"seq": seq, "id": (id_ or before.hash).hex()})


def all_of(store: Store) -> dict[Circle, int]:
    return {Circle.from_hex(row["key"]): int(row["seq"]) for row in store.all(_TABLE)}
