"""What the server last said of every device of the board."""

import base64
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.errors import BadSignature, Malformed
from sync.protocol.heartbeat import Heartbeat

_TABLE = "heard"


@dataclass(frozen=True, slots=True)
class Heard:
    """`received` counts the envelopes of that device that the server has, per circle."""

    at: datetime | None = None
    heartbeat: Heartbeat | None = None
    received: dict[Circle, int] = field(default_factory=dict)


def remember(write: Write, told: dict[str, Any]) -> None:
    """`told`: one device as the server lists it. What says nothing new is not written."""
    key = str(told["device"])
    row = {name: told.get(name) for name in ("heard_at", "heartbeat", "received")}
    if write.get(_TABLE, key) != row | {"key": key}:
        write.put(_TABLE, key, row)


def of_device(store: Store, device: bytes, signing: bytes) -> Heard:
    """The heartbeat only when the device itself signed it."""
    row = store.get(_TABLE, device.hex())
    if row is None:
        return Heard()
    received = {Circle.from_hex(circle): int(count) for circle, count in (row["received"] or {}).items()}
    at = datetime.fromisoformat(row["heard_at"]) if row["heard_at"] else None
    return Heard(at, _verified(row["heartbeat"], signing), received)


def _verified(heartbeat: str | None, signing: bytes) -> Heartbeat | None:
    if not heartbeat:
        return None
    try:
        return Heartbeat.verified(base64.b64decode(heartbeat), signing)
    except (BadSignature, Malformed, ValueError):
        return None
