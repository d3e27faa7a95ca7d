"""Other phones' parcels that this device has taken in and the server has not answered for yet."""

import base64
import hashlib
from datetime import datetime

from fieldapp.store.store import Store, Write

_TABLE = "taken_in"


def keep(write: Write, parcel: bytes, *, at: datetime) -> str:
    """parcel: as in the file. Gives its key; keeping it twice is keeping it once."""
    key = hashlib.sha256(parcel).hexdigest()
    if write.get(_TABLE, key) is None:
        write.put(_TABLE, key, {"parcel": base64.b64encode(parcel).decode(), "at": at.isoformat()})
    return key


def parcels(store: Store) -> dict[str, bytes]:
    """By key, the oldest first."""
    rows = sorted(store.all(_TABLE), key=lambda row: str(row["at"]))
    return {row["key"]: base64.b64decode(row["parcel"]) for row in rows}


def forget(write: Write, key: str) -> None:
    write.delete(_TABLE, key)
