"""What a frame says: documents put and taken out, tables made and dropped, envelopes."""

import struct
from collections.abc import Iterable, Iterator
from enum import IntEnum
from typing import NamedTuple

# Kind, then the lengths of the three that follow it.
_RECORD = struct.Struct(">BIII")


class Deed(IntEnum):
    PUT = 1
    DELETE = 2
    EMPTY = 3
    """The table is there and has no documents."""
    DROP = 4
    DROP_ALL = 5
    ENVELOPE = 6
    BASE = 7
    """First in a snapshot: where the journal goes on."""
    END = 8
    """Last in a snapshot."""
    ANSWERED = 9
    """The server has answered for this envelope: it does not wait."""
    WAITS = 10
    FORGET = 11
    """Its copy may go."""


BESIDE = frozenset({Deed.ENVELOPE, Deed.ANSWERED, Deed.WAITS, Deed.FORGET})
"""What concerns the log of envelopes: `table` is the kind, `number` the id in hex. The tables do not have it."""


class Change(NamedTuple):
    """`number` is a TinyDB document number in decimal; `body` a document's JSON in UTF-8."""

    deed: int
    table: str = ""
    number: str = ""
    body: bytes = b""


def packed(changes: Iterable[Change]) -> bytes:
    parts: list[bytes] = []
    for deed, table, number, body in changes:
        table_bytes, number_bytes = table.encode(), number.encode()
        parts += _RECORD.pack(deed, len(table_bytes), len(number_bytes), len(body)), table_bytes, number_bytes, body
    return b"".join(parts)


def unpacked(payload: bytes) -> Iterator[Change]:
    """Of what was authentic; raises ValueError when it still makes no sense."""
    unpack_from, end = _RECORD.unpack_from, 0
    while end < len(payload):
        try:
            deed, table_length, number_length, body_length = unpack_from(payload, end)
        except struct.error as error:
            raise ValueError("a change is cut off") from error
        table_at = end + _RECORD.size
        number_at = table_at + table_length
        body_at = number_at + number_length
        end = body_at + body_length
        yield Change(
            deed, payload[table_at:number_at].decode(), payload[number_at:body_at].decode(), payload[body_at:end]
        )
