"""What a `disposed` statement names: envelopes that are gone for good, and promises that have to be closed first."""

from sync.protocol.circle import Circle
from sync.protocol.errors import Malformed
from sync.protocol.statement import Statement
from sync.protocol.wire import identifier

MOST_AT_ONCE = 150
"""Ids in one statement, so that it stays below STATEMENT_BYTES."""


def disposed_of(statement: Statement) -> dict[bytes, frozenset[bytes]]:
    """Ids (32 bytes) by circle (33 bytes). Raises `Malformed`."""
    listed = statement.fields.get("envelopes")
    if not isinstance(listed, dict) or not listed or not all(isinstance(ids, list) and ids for ids in listed.values()):
        raise Malformed("envelopes")
    return {
        Circle.from_hex(circle).to_bytes(): frozenset(identifier(id_, 32) for id_ in ids)
        for circle, ids in listed.items()
    }


def watched(statement: Statement) -> list[bytes]:
    """Ids (16 bytes) of the watch lines of what is disposed of. Raises `Malformed`."""
    listed = statement.fields.get("watch", [])
    if not isinstance(listed, list):
        raise Malformed("watch")
    return [identifier(id_) for id_ in listed]
