"""The latest time this phone has shown since it was last in contact with its server."""

from datetime import datetime, timedelta
from typing import Final

from fieldapp.store.store import Store, Write

_TABLE, _KEY = "lease", "latest"
# A moment more is not worth a write.
STEP: Final = timedelta(hours=1)


def latest(source: Store | Write) -> datetime | None:
    row = source.get(_TABLE, _KEY)
    return datetime.fromisoformat(row["at"]) if row else None


def note(write: Write, at: datetime) -> None:
    known = latest(write)
    if known is None or at - known >= STEP:
        write.put(_TABLE, _KEY, {"at": at.isoformat()})


def begin(write: Write, at: datetime) -> None:
    """In contact: whatever the clock has shown before, it counts from here."""
    known = latest(write)
    if known is None or abs(at - known) >= STEP:
        write.put(_TABLE, _KEY, {"at": at.isoformat()})
