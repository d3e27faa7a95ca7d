"""A parcel: what waits on a phone that cannot reach the server, as a file that another device carries there."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Self

from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES, PARCEL_BYTES
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

MAGIC = b"stodkedjan parcel"
PARCEL_VERSION = 1
CHECKSUM_BYTES = 32
SUFFIX = "stodpaket"
_LONGEST = 2 * ENVELOPE_BYTES


class ItemKind(IntEnum):
    """In the order in which they are carried: a receipt of the wipe comes after what it counts."""

    STATEMENT = 0
    GRANT = 1
    ENVELOPE = 2
    RECEIPT = 3


@dataclass(frozen=True, slots=True)
class ParcelItem:
    """`raw` exactly as on the wire; `watch` is the line beside an envelope."""

    kind: ItemKind
    raw: bytes
    watch: bytes | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """Magic (17), version, board (16), device (16), for each item kind (1), block(4), block(2) of its watch line;
    at the end SHA-256 (32) of all of it.

    Nothing in it is secret from the server. The checksum tells a damaged file from a whole one; whether an item
    counts is decided by its own signature.
    """

    board: bytes
    device: bytes
    items: tuple[ParcelItem, ...]

    @classmethod
    def of(cls, board: bytes, device: bytes, items: Sequence[ParcelItem]) -> Self:
        """Statements first, then what they allow."""
        return cls(board, device, tuple(sorted(items, key=lambda item: item.kind)))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Raises `Malformed` or `MadeByNewerVersion`."""
        if len(raw) > PARCEL_BYTES:
            raise Malformed("too long")
        content, checksum = raw[:-CHECKSUM_BYTES], raw[-CHECKSUM_BYTES:]
        reader = Reader(content)
        if reader.take(len(MAGIC)) != MAGIC:
            raise Malformed("no parcel")
        if (version := reader.number(1)) > PARCEL_VERSION:
            raise MadeByNewerVersion("parcel")
        if version == 0 or checksum != hashlib.sha256(content).digest():
            raise Malformed("damaged")
        board, device, items = reader.take(16), reader.take(16), list[ParcelItem]()
        while not reader.at_end:
            items.append(_item(reader))
        return cls(board, device, tuple(items))

    def to_bytes(self) -> bytes:
        head = MAGIC + bytes([PARCEL_VERSION]) + self.board + self.device
        content = head + b"".join(map(_packed, self.items))
        return content + hashlib.sha256(content).digest()

    def of_kind(self, kind: ItemKind) -> list[ParcelItem]:
        return [item for item in self.items if item.kind is kind]


def file_name(device_label: str, at: datetime) -> str:
    """No person, no place: the device's label and the day."""
    label = "".join(character for character in device_label if character.isalnum())[:12]
    return f"stodkedjan-{label or 'telefon'}-{at:%Y%m%d}.{SUFFIX}"


def _packed(item: ParcelItem) -> bytes:
    return bytes([item.kind]) + block(item.raw, 4) + block(item.watch or b"", 2)


def _item(reader: Reader) -> ParcelItem:
    number = reader.number(1)
    if number not in set(ItemKind):
        raise Malformed("kind")
    raw = reader.block(4, longest=_LONGEST)
    return ParcelItem(ItemKind(number), raw, reader.block(2, longest=LINES_BYTES) or None)
