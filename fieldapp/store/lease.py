"""The latest time this phone has shown since it was last in contact with its server."""

from datetime import datetime, timedelta
from typing import Final

from fieldapp.store.store import Store, Write

_TABLE, _KEY = "lease", "latest"
_MET = "met_while_lapsed"
# A moment more is not worth a write.
STEP: Final = timedelta(hours=1)


def latest(source: Store | Write) -> datetime | None:
    row = source.get(_TABLE, _KEY)
    return datetime.fromisoformat(row["at"]) if row else None


def note(write: Write, at: datetime) -> None:
    known = latest(write)
    if known is None or at - known >= STEP:
        write.put(_TABLE, _KEY, {"at": at.isoformat()})


def note_met(write: Write, contact: str) -> None:
    """Somebody new, met while the rest is locked: she may be spoken with to the end."""
    write.put(_MET, contact, {})


def was_met(store: Store, contact: str) -> bool:
    return store.get(_MET, contact) is not None


def begin(write: Write, at: datetime) -> None:
    """In contact: whatever the clock has shown before, it counts from here."""
    for row in write.all(_MET):
        write.delete(_MET, row["key"])
    known = latest(write)
    if known is None or abs(at - known) >= STEP:
        write.put(_TABLE, _KEY, {"at": at.isoformat()})
