"""One sealed change: what the server stores and numbers without being able to open it."""

import hashlib
import struct
from dataclasses import dataclass, field
from typing import Self

from sync.protocol.circle import Circle
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import ENVELOPE_BYTES
from sync.protocol.signing import SIGNATURE_BYTES, Sign, labelled, verify
from sync.protocol.wire import Reader, block

ENVELOPE_VERSION = 1
NONCE_BYTES = 12
ID_BYTES = 32
NO_HASH = bytes(32)
LABEL = "envelope"

_STUB_MARK = bytes([0])
_HEADER = struct.Struct(">B16s33sI32s16sIQ32sQ32s")


@dataclass(frozen=True, slots=True)
class Header:
    """186 bytes in clear, bound to the ciphertext as associated data.

    `key_id` (32 bytes) commits to the circle key. `device_seq` counts what this author issued in this
    stream, from 1, within one `incarnation`; `previous` is the id of the envelope before it (zeros for the
    first). `seen_seq` and `seen_hash` are the stream's head as the author last saw it.
    """

    board: bytes
    circle: Circle
    epoch: int
    key_id: bytes
    author: bytes
    incarnation: int
    device_seq: int
    previous: bytes = NO_HASH
    seen_seq: int = 0
    seen_hash: bytes = NO_HASH

    def to_bytes(self) -> bytes:
        return _HEADER.pack(
            ENVELOPE_VERSION,
            self.board,
            self.circle.to_bytes(),
            self.epoch,
            self.key_id,
            self.author,
            self.incarnation,
            self.device_seq,
            self.previous,
            self.seen_seq,
            self.seen_hash,
        )

    @classmethod
    def read(cls, reader: Reader) -> Self:
        version, board, circle, *rest = reader.unpack(_HEADER)
        if version > ENVELOPE_VERSION:
            raise MadeByNewerVersion(LABEL)
        if version == 0:
            raise Malformed("version 0")
        return cls(board, Circle.from_bytes(circle), *rest)


@dataclass(frozen=True, slots=True)
class Envelope:
    """Header, nonce (12), block of AES-256-GCM ciphertext with tag, author's Ed25519 signature (64)."""

    header: Header
    nonce: bytes
    ciphertext: bytes
    signature: bytes
    # As it came: what is asked for again and again, and would be put together anew each time.
    _came: bytes = field(default=b"", init=False, repr=False, compare=False)

    @classmethod
    def make(cls, header: Header, nonce: bytes, ciphertext: bytes, sign: Sign) -> Self:
        signed = header.to_bytes() + nonce + block(ciphertext, 4)
        return cls(header, nonce, ciphertext, sign(labelled(LABEL, signed)))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        reader = Reader(raw)
        header = Header.read(reader)
        nonce = reader.take(NONCE_BYTES)
        ciphertext = reader.block(4, longest=ENVELOPE_BYTES)
        envelope = cls(header, nonce, ciphertext, reader.take(SIGNATURE_BYTES))
        reader.end()
        object.__setattr__(envelope, "_came", raw)
        return envelope

    def to_bytes(self) -> bytes:
        return self._came or self._signed() + self.signature

    def _signed(self) -> bytes:
        return self._came[:-SIGNATURE_BYTES] or self.header.to_bytes() + self.nonce + block(self.ciphertext, 4)

    @property
    def id(self) -> bytes:
        """SHA-256 over all of it, 32 bytes: pushing it twice is harmless for ever."""
        return hashlib.sha256(self.to_bytes()).digest()

    def verify(self, public_key: bytes) -> None:
        verify(public_key, self.signature, LABEL, self._signed())


@dataclass(frozen=True, slots=True)
class Stub:
    """What is left in a stream of an envelope that was disposed of: a zero byte, where every envelope has its version,
    and its id (32)."""

    id: bytes

    def to_bytes(self) -> bytes:
        return _STUB_MARK + self.id


def read(raw: bytes) -> Envelope | Stub:
    """What stands in one place of a stream. Raises `Malformed` or `MadeByNewerVersion`."""
    if raw.startswith(_STUB_MARK) and len(raw) == len(_STUB_MARK) + ID_BYTES:
        return Stub(raw[1:])
    return Envelope.from_bytes(raw)


def next_hash(before: bytes, seq: int, envelope_id: bytes) -> bytes:
    """The head of a stream after `envelope_id` got number `seq`; the first follows 32 zero bytes."""
    return hashlib.sha256(b"stodkedjan stream v1\0" + before + seq.to_bytes(8, "big") + envelope_id).digest()
