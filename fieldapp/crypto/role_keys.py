"""The key pair that everybody with a role in a board shares: one per epoch."""

import hashlib
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.circle import Circle, Role


@dataclass(frozen=True, slots=True)
class RoleKey:
    """X25519 (RFC 7748); the private half is 32 bytes and travels only inside a grant."""

    role: Role
    epoch: int
    key: bytes = field(repr=False)

    @classmethod
    def generate(cls, role: Role, epoch: int = 1) -> Self:
        return cls(role, epoch, X25519PrivateKey.generate().private_bytes_raw())

    @property
    def private(self) -> X25519PrivateKey:
        return X25519PrivateKey.from_private_bytes(self.key)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes_raw()

    @property
    def circle(self) -> Circle:
        return Circle.of_role(self.role)

    @property
    def key_id(self) -> bytes:
        """SHA-256 of the public half, 32 bytes: the log holds the public half, so anybody can check it."""
        return hashlib.sha256(self.public).digest()
