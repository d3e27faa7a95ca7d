"""Envelopes that arrived but cannot be opened or understood yet: kept sealed, tried again with every new key."""

import base64
from dataclasses import dataclass

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope

_TABLE = "unopened"


@dataclass(frozen=True, slots=True)
class Unopened:
    envelope: Envelope
    reason: str


def keep(write: Write, envelope: Envelope, reason: str) -> None:
    raw = base64.b64encode(envelope.to_bytes()).decode()
    write.put(_TABLE, envelope.id.hex(), {"raw": raw, "reason": reason})


def drop(write: Write, id_: bytes) -> None:
    write.delete(_TABLE, id_.hex())


def drop_circle(write: Write, circle: Circle) -> None:
    for kept in all_of(write):
        if kept.envelope.header.circle == circle:
            drop(write, kept.envelope.id)


def all_of(source: Store | Write) -> list[Unopened]:
    return [Unopened(Envelope.from_bytes(base64.b64decode(row["raw"])), row["reason"]) for row in source.all(_TABLE)]
