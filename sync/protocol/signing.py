"""Signed documents: bytes, who signed them, and what for."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed
from sync.protocol.limits import STATEMENT_BYTES
from sync.protocol.wire import Reader, block

PUBLIC_KEY_BYTES = 32
SIGNATURE_BYTES = 64
DOCUMENT_VERSION = 1

Sign = Callable[[bytes], bytes]
"""Signs with an Ed25519 key (RFC 8032): any bytes in, 64 bytes out."""


def verify(public_key: bytes, signature: bytes, label: str, signed: bytes) -> None:
    """Raises `BadSignature`. `label` keeps a signature for one purpose from passing for another."""
    try:
        _public(public_key).verify(signature, labelled(label, signed))
    except (InvalidSignature, ValueError) as error:
        raise BadSignature(label) from error


@lru_cache(maxsize=1024)
def _public(public_key: bytes) -> Ed25519PublicKey:
    """One author signs many. Raises ValueError."""
    return Ed25519PublicKey.from_public_bytes(public_key)


def labelled(label: str, signed: bytes) -> bytes:
    return f"stodkedjan {label} v1".encode() + b"\0" + signed


@dataclass(frozen=True, slots=True)
class SignedDocument:
    """A JSON object under an Ed25519 signature, carried verbatim: version, key (32), block, signature (64)."""

    label: str
    signer: bytes
    body: bytes
    signature: bytes

    @classmethod
    def make(cls, label: str, content: Mapping[str, Any], *, signer: bytes, sign: Sign) -> Self:
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
        return cls(label, signer, body, sign(labelled(label, signer + body)))

    @classmethod
    def from_bytes(cls, label: str, raw: bytes, *, longest: int = STATEMENT_BYTES) -> Self:
        reader = Reader(raw)
        if (version := reader.number(1)) > DOCUMENT_VERSION:
            raise MadeByNewerVersion(label)
        if version == 0:
            raise Malformed("version 0")
        signer = reader.take(PUBLIC_KEY_BYTES)
        body = reader.block(4, longest=longest)
        document = cls(label, signer, body, reader.take(SIGNATURE_BYTES))
        reader.end()
        return document

    def to_bytes(self) -> bytes:
        return bytes([DOCUMENT_VERSION]) + self.signer + block(self.body, 4) + self.signature

    def verify(self) -> None:
        verify(self.signer, self.signature, self.label, self.signer + self.body)

    def content(self) -> dict[str, Any]:
        try:
            content = json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise Malformed(self.label) from error
        if not isinstance(content, dict):
            raise Malformed(self.label)
        return content
