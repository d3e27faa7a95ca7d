"""The three key pairs of a device, made on it and never leaving it."""

import struct
from dataclasses import dataclass, replace
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.crypto.vault import MadeByNewerApp
from sync.errors import AskForHelp

VERSION = 1
# Version, incarnation, then the private halves of signing, receiving and delivery; big-endian.
LAYOUT = struct.Struct(">BI32s32s32s")


class DeviceKeysDamaged(AskForHelp):
    """The keys of this phone cannot be read. Nothing is deleted.

    Call your supervisor, who can invite the phone again.
    """


@dataclass(frozen=True, slots=True)
class DeviceKeys:
    """Ed25519 signing, X25519 receiving (RFC 7748), Ed25519 delivery (RFC 8032); the incarnation counts restores."""

    signing: Ed25519PrivateKey
    receiving: X25519PrivateKey
    delivery: Ed25519PrivateKey
    incarnation: int = 0

    @classmethod
    def generate(cls) -> Self:
        return cls(Ed25519PrivateKey.generate(), X25519PrivateKey.generate(), Ed25519PrivateKey.generate())

    @classmethod
    def from_bytes(cls, stored: bytes) -> Self:
        """101 bytes as to_bytes wrote them. Raises MadeByNewerApp or DeviceKeysDamaged."""
        if stored and stored[0] > VERSION:
            raise MadeByNewerApp
        if len(stored) != LAYOUT.size or stored[0] != VERSION:
            raise DeviceKeysDamaged
        _, incarnation, signing, receiving, delivery = LAYOUT.unpack(stored)
        return cls(
            Ed25519PrivateKey.from_private_bytes(signing),
            X25519PrivateKey.from_private_bytes(receiving),
            Ed25519PrivateKey.from_private_bytes(delivery),
            incarnation,
        )

    def to_bytes(self) -> bytes:
        """101 bytes with every private half in clear: only for inside the vault."""
        private_halves = (self.signing, self.receiving, self.delivery)
        return LAYOUT.pack(VERSION, self.incarnation, *(key.private_bytes_raw() for key in private_halves))

    @property
    def signing_public(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()

    @property
    def receiving_public(self) -> bytes:
        return self.receiving.public_key().public_bytes_raw()

    @property
    def delivery_public(self) -> bytes:
        return self.delivery.public_key().public_bytes_raw()

    def next_incarnation(self) -> Self:
        """The same keys after a restore from a backup: its numbers are counted apart from those already used."""
        return replace(self, incarnation=self.incarnation + 1)

    def __repr__(self) -> str:
        return f"DeviceKeys({self.signing_public.hex()[:8]}…, incarnation={self.incarnation})"
