"""What the exchange has noticed that a person must be told: kept until somebody has read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from fieldapp.store.store import Store, Write

_TABLE = "findings"


class Found(StrEnum):
    """FORK: the server shows different histories. TAKEN_BACK: it gave receipts for what it does not have. RESTORED: it
    came back from a backup. FETCHED_BACK and NOT_ANYWHERE: this phone is an older copy of itself. DOUBLED: another
    device is."""

    FORK = "fork"
    TAKEN_BACK = "taken_back"
    RESTORED = "restored"
    FETCHED_BACK = "fetched_back"
    NOT_ANYWHERE = "not_anywhere"
    DOUBLED = "doubled"


@dataclass(frozen=True, slots=True)
class Finding:
    """`device`: whom it is about, hex, empty when nobody; `count`: of how many records."""

    kind: Found
    device: str
    count: int
    at: datetime


def add(write: Write, kind: Found, *, at: datetime, device: bytes = b"", count: int = 1) -> None:
    """The same finding about the same device again adds to its count."""
    key = f"{kind}:{device.hex()}"
    before = int((write.get(_TABLE, key) or {"count": 0})["count"])
    row = {"kind": kind, "device": device.hex(), "count": before + count, "at": at.isoformat()}
    write.put(_TABLE, key, row)


def all_of(store: Store) -> list[Finding]:
    """The newest first."""
    return sorted(map(_finding, store.each(_TABLE)), key=lambda finding: finding.at, reverse=True)


def read(write: Write, finding: Finding) -> None:
    """Somebody has read it."""
    write.delete(_TABLE, f"{finding.kind}:{finding.device}")


def _finding(row: Mapping[str, Any]) -> Finding:
    return Finding(Found(row["kind"]), row["device"], int(row["count"]), datetime.fromisoformat(row["at"]))
