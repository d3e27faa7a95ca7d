"""The logs of boards that this one has pinned, verified and verbatim."""

import base64
from collections.abc import Sequence

from fieldapp.store.store import Store, Write

_TABLE = "peer_logs"


def entries(source: Store | Write, peer: bytes, since: int) -> list[bytes]:
    """In order from the first. `since`: the number of the pin under which they were read; another begins anew."""
    start = _prefix(peer, since)
    rows = sorted((row for row in source.all(_TABLE) if row["key"].startswith(start)), key=lambda row: str(row["key"]))
    return [base64.b64decode(row["raw"]) for row in rows]


def append(write: Write, peer: bytes, since: int, after: int, raw_statements: Sequence[bytes]) -> None:
    for number, raw in enumerate(raw_statements, start=after + 1):
        write.put(_TABLE, f"{_prefix(peer, since)}{number:010d}", {"raw": base64.b64encode(raw).decode()})


def _prefix(peer: bytes, since: int) -> str:
    return f"{peer.hex()}:{since}:"
