"""When the server was last heard, and what it said of itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.store.store import Store, Write

_TABLE, _KEY = "server_contact", "last"


@dataclass(frozen=True, slots=True)
class ServerContact:
    """`state` is the server's own digest of what it told; `epoch` changes when it was restored from a backup."""

    at: datetime | None = None
    receipt_at: datetime | None = None
    state: str | None = None
    epoch: str = ""
    restores: int = 0


def last(source: Store | Write) -> ServerContact:
    row = source.get(_TABLE, _KEY) or {}
    at, receipt_at = _time(row, "at"), _time(row, "receipt_at")
    return ServerContact(at, receipt_at, row.get("state"), row.get("epoch", ""), int(row.get("restores", 0)))


def remember(write: Write, *, at: datetime, state: str, epoch: str) -> None:
    row = write.get(_TABLE, _KEY) or {}
    write.put(_TABLE, _KEY, row | {"at": at.isoformat(), "state": state, "epoch": epoch})


def remember_receipt(write: Write, at: datetime) -> None:
    row = write.get(_TABLE, _KEY) or {}
    write.put(_TABLE, _KEY, row | {"receipt_at": at.isoformat()})


def restored(write: Write, epoch: str) -> None:
    """The server is another than it was; what it said of its state says nothing any more."""
    row = write.get(_TABLE, _KEY) or {}
    write.put(_TABLE, _KEY, row | {"epoch": epoch, "state": None, "restores": int(row.get("restores", 0)) + 1})


def look_again(write: Write) -> None:
    """Whatever the server says next is new."""
    row = write.get(_TABLE, _KEY) or {}
    write.put(_TABLE, _KEY, row | {"state": None})


def _time(row: dict[str, Any], name: str) -> datetime | None:
    return datetime.fromisoformat(row[name]) if row.get(name) else None
