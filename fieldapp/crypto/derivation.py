"""One key from another: HKDF-SHA256 (RFC 5869) with a purpose for each."""

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


def derived(secret: bytes, info: bytes, length: int = 32) -> bytes:
    """`length` bytes for the purpose `info` from a secret that is random already; no salt."""
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret)
