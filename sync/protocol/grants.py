"""Grants: one key, sealed to one reader, signed by the one who gave it."""

import hashlib
import struct
from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from sync.protocol.circle import NOBODY, Circle, Role
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.signing import SIGNATURE_BYTES, Sign, labelled, verify
from sync.protocol.wire import Reader, block

GRANT_VERSION = 1
LABEL = "grant"
SEALED_BYTES = 256
_HEAD = struct.Struct(">B16s33sI32sB16s16s")


class RecipientKind(IntEnum):
    DEVICE = 1
    ROLE = 2
    RECOVERY = 3


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whose key a grant is sealed to; each has a mailbox of its own on the server. 17 bytes on the wire."""

    kind: RecipientKind
    id: bytes = NOBODY

    @classmethod
    def of_device(cls, device: bytes) -> Self:
        return cls(RecipientKind.DEVICE, device)

    @classmethod
    def of_role(cls, role: Role, epoch: int) -> Self:
        return cls(RecipientKind.ROLE, bytes([role.number]) + epoch.to_bytes(4, "big") + bytes(11))

    @classmethod
    def recovery(cls) -> Self:
        return cls(RecipientKind.RECOVERY)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        if len(raw) != 17 or raw[0] not in set(RecipientKind):
            raise Malformed("not a recipient")
        return cls(RecipientKind(raw[0]), raw[1:])

    def to_bytes(self) -> bytes:
        return bytes([self.kind]) + self.id

    def hex(self) -> str:
        return self.to_bytes().hex()

    @property
    def role_and_epoch(self) -> tuple[Role, int] | None:
        if self.kind is not RecipientKind.ROLE:
            return None
        role = next((role for role in Role if role.number == self.id[0]), None)
        return (role, int.from_bytes(self.id[1:5], "big")) if role else None


@dataclass(frozen=True, slots=True)
class GrantContext:
    """What a grant is about, in clear; bound into the HPKE `info` and under the granter's signature."""

    board: bytes
    circle: Circle
    epoch: int
    key_id: bytes
    recipient: Recipient
    granter: bytes

    def to_bytes(self) -> bytes:
        return _HEAD.pack(
            GRANT_VERSION,
            self.board,
            self.circle.to_bytes(),
            self.epoch,
            self.key_id,
            self.recipient.kind,
            self.recipient.id,
            self.granter,
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """Context, block of HPKE output (encapsulated key and ciphertext), granter's Ed25519 signature (64)."""

    context: GrantContext
    sealed: bytes
    signature: bytes

    @classmethod
    def make(cls, context: GrantContext, sealed: bytes, sign: Sign) -> Self:
        return cls(context, sealed, sign(labelled(LABEL, context.to_bytes() + block(sealed, 2))))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        reader = Reader(raw)
        version, board, circle, epoch, key_id, kind, recipient, granter = reader.unpack(_HEAD)
        if version > GRANT_VERSION:
            raise MadeByNewerVersion(LABEL)
        if version == 0:
            raise Malformed("version 0")
        whom = Recipient.from_bytes(bytes([kind]) + recipient)
        context = GrantContext(board, Circle.from_bytes(circle), epoch, key_id, whom, granter)
        grant = cls(context, reader.block(2, longest=SEALED_BYTES), reader.take(SIGNATURE_BYTES))
        reader.end()
        return grant

    def to_bytes(self) -> bytes:
        return self.context.to_bytes() + block(self.sealed, 2) + self.signature

    @property
    def id(self) -> bytes:
        return hashlib.sha256(self.to_bytes()).digest()

    def verify(self, public_key: bytes) -> None:
        verify(public_key, self.signature, LABEL, self.context.to_bytes() + block(self.sealed, 2))
