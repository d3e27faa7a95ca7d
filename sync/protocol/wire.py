"""Reading bytes that somebody else wrote."""

import struct
from typing import Any

from sync.protocol.errors import Malformed


class Reader:
    """Takes fields off the front of some bytes; every shortage or surplus is `Malformed`."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def take(self, length: int) -> bytes:
        end = self._at + length
        if end > len(self._raw):
            raise Malformed("too short")
        piece = self._raw[self._at : end]
        self._at = end
        return piece

    def unpack(self, layout: struct.Struct) -> tuple[Any, ...]:
        return layout.unpack(self.take(layout.size))

    def number(self, length: int) -> int:
        """A big-endian unsigned integer of `length` bytes."""
        return int.from_bytes(self.take(length), "big")

    def block(self, length_bytes: int, *, longest: int) -> bytes:
        """A length of `length_bytes` bytes, then that many bytes."""
        length = self.number(length_bytes)
        if length > longest:
            raise Malformed("too long")
        return self.take(length)

    @property
    def at_end(self) -> bool:
        return self._at == len(self._raw)

    def end(self) -> None:
        if not self.at_end:
            raise Malformed("surplus bytes")


def block(piece: bytes, length_bytes: int) -> bytes:
    """The counterpart of `Reader.block`."""
    return len(piece).to_bytes(length_bytes, "big") + piece


def identifier(text: object, length: int = 16) -> bytes:
    """`length` bytes from their hex form, as ids are written in JSON."""
    if not isinstance(text, str) or len(text) != 2 * length:
        raise Malformed("not an id")
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise Malformed("not an id") from error
