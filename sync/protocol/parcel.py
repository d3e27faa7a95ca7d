"""A parcel: what waits on a phone that cannot reach the server, as a file that another device carries there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Self

from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES, PARCEL_BYTES
from sync.protocol.signing import SIGNATURE_BYTES, Sign, labelled, verify
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

MAGIC = b"stodkedjan parcel"
PARCEL_VERSION = 1
LABEL = "parcel"
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
    at the end the device's delivery signature (64) over all of it.

    Nothing in it is secret from the server. The signature tells a damaged file from a whole one; whether an item
    counts is decided by its own signature.
    """

    board: bytes
    device: bytes
    items: tuple[ParcelItem, ...]
    signature: bytes = b""

    @classmethod
    def make(cls, board: bytes, device: bytes, items: Sequence[ParcelItem], sign: Sign) -> Self:
        """`sign`: with the Ed25519 delivery key."""
        ordered = tuple(sorted(items, key=lambda item: item.kind))
        unsigned = cls(board, device, ordered)
        return cls(board, device, ordered, sign(labelled(LABEL, unsigned._signed())))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parses; does not verify. Raises `Malformed` or `MadeByNewerVersion`."""
        if len(raw) > PARCEL_BYTES:
            raise Malformed("too long")
        reader = Reader(raw[:-SIGNATURE_BYTES])
        if reader.take(len(MAGIC)) != MAGIC:
            raise Malformed("no parcel")
        if (version := reader.number(1)) > PARCEL_VERSION:
            raise MadeByNewerVersion(LABEL)
        if version == 0:
            raise Malformed("version 0")
        board, device, items = reader.take(16), reader.take(16), list[ParcelItem]()
        while not reader.at_end:
            items.append(_item(reader))
        return cls(board, device, tuple(items), raw[-SIGNATURE_BYTES:])

    def to_bytes(self) -> bytes:
        return self._signed() + self.signature

    def verify(self, delivery_key: bytes) -> None:
        """Raises `BadSignature`."""
        verify(delivery_key, self.signature, LABEL, self._signed())

    def of_kind(self, kind: ItemKind) -> list[ParcelItem]:
        return [item for item in self.items if item.kind is kind]

    def _signed(self) -> bytes:
        head = MAGIC + bytes([PARCEL_VERSION]) + self.board + self.device
        return head + b"".join(map(_packed, self.items))


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
