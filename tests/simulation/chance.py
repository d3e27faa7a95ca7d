"""Everything random in a world, drawn from its seed.

The one exception is the ephemeral key inside a grant (HPKE draws it in OpenSSL): nothing depends on its value.
"""

import hashlib
import os
import random
import secrets

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from fieldapp.crypto import vault
from fieldapp.crypto.passphrase import KdfCost
from tests.simulation.swaps import Swap


class Chance:
    """The world's os.urandom. Each step has a stream of its own, so that leaving out one step changes no other."""

    def __init__(self) -> None:
        self._random = random.Random(0)

    def begin(self, stream: str) -> None:
        self._random.seed(stream)

    def bytes(self, count: int) -> bytes:
        return self._random.randbytes(count)

    def swaps(self) -> list[Swap]:
        return [
            Swap(os, "urandom", self.bytes),
            Swap(secrets, "token_bytes", lambda count=32: self.bytes(count)),
            Swap(Ed25519PrivateKey, "generate", lambda: Ed25519PrivateKey.from_private_bytes(self.bytes(32))),
            Swap(X25519PrivateKey, "generate", lambda: X25519PrivateKey.from_private_bytes(self.bytes(32))),
            Swap(vault, "stretch", _cheap_stretch),
        ]


def _cheap_stretch(passphrase: str, salt: bytes, _cost: KdfCost) -> bytes:
    """Argon2id has its own tests; here it would be half of the time."""
    return hashlib.sha256(salt + passphrase.encode()).digest()
