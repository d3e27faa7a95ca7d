"""Grants that were read from mailboxes, kept as they came: a server that was restored gets them back."""

import base64

from fieldapp.store.store import Store, Write

_TABLE = "given"


def keep(write: Write, id_: bytes, raw: bytes) -> None:
    write.put(_TABLE, id_.hex(), {"raw": base64.b64encode(raw).decode()})


def all_of(source: Store | Write) -> list[tuple[bytes, bytes]]:
    """(id, grant) of each."""
    return [(bytes.fromhex(row["key"]), base64.b64decode(row["raw"])) for row in source.all(_TABLE)]
