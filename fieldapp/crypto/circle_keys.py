"""The key of one circle and epoch, and the envelopes it seals and opens."""

import os
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from sync.errors import AskForHelp, FixAndRetry
from sync.protocol.circle import Circle
from sync.protocol.envelope import NO_HASH, NONCE_BYTES, Envelope, Header
from sync.protocol.signing import Sign

KEY_BYTES = 32
KEY_ID_INFO = b"stodkedjan key id"
SEALING_INFO = b"stodkedjan circle seal"
# An ordinary visit, or a promise with what was agreed, is a little over one kilobyte.
SMALL_BUCKETS = (256, 512, 1024, 1536, 2048, 4096)
LARGE_STEP = 4096
# The largest bucket that fits, with its tag, into what an envelope may hold (limits.ENVELOPE_BYTES).
LARGEST_BUCKET = 15 * LARGE_STEP
LENGTH_BYTES = 4


class CannotOpen(AskForHelp):
    """This cannot be opened with the keys on this phone. It is kept as it is. Tell your supervisor."""


class ChangeTooLong(FixAndRetry):
    """The text is too long to save in one piece. Shorten it or write the rest as a second note."""


@dataclass(frozen=True, slots=True)
class CircleKey:
    """32 random bytes that open one epoch of one circle."""

    circle: Circle
    epoch: int
    key: bytes = field(repr=False)

    @classmethod
    def generate(cls, circle: Circle, epoch: int = 1) -> Self:
        return cls(circle, epoch, os.urandom(KEY_BYTES))

    @property
    def key_id(self) -> bytes:
        """32 bytes that commit to the key, which AES-GCM by itself does not."""
        return derived(self.key, KEY_ID_INFO)

    def header(
        self,
        *,
        board: bytes,
        author: bytes,
        incarnation: int,
        device_seq: int,
        previous: bytes = NO_HASH,
        seen_seq: int = 0,
        seen_hash: bytes = NO_HASH,
    ) -> Header:
        """A header for an envelope under this key; lengths and meanings as in sync.protocol.envelope.Header."""
        return Header(
            board,
            self.circle,
            self.epoch,
            self.key_id,
            author,
            incarnation,
            device_seq,
            previous,
            seen_seq,
            seen_hash,
        )

    def fits(self, header: Header) -> bool:
        return (header.circle, header.epoch, header.key_id) == (self.circle, self.epoch, self.key_id)


def seal_change(payload: bytes, header: Header, key: CircleKey, sign: Sign) -> Envelope:
    """AES-256-GCM over the padded payload, the header as associated data, signed by its author.

    Raises ChangeTooLong above 61,436 bytes and CannotOpen when the header does not name this key.
    """
    if not key.fits(header):
        raise CannotOpen
    nonce = os.urandom(NONCE_BYTES)
    return Envelope.make(header, nonce, _cipher(key).encrypt(nonce, padded(payload), header.to_bytes()), sign)


class Opener:
    """A circle key made ready for many envelopes: what is derived from it is derived once."""

    def __init__(self, key: CircleKey) -> None:
        self._names = (key.circle, key.epoch, key.key_id)
        self._cipher = _cipher(key)

    def open(self, envelope: Envelope) -> bytes:
        """The payload. Raises CannotOpen: another circle, epoch or key, or changed on the way.

        Who wrote it is not said here: call envelope.verify with the author's key first.
        """
        header = envelope.header
        if (header.circle, header.epoch, header.key_id) != self._names:
            raise CannotOpen
        try:
            plain = self._cipher.decrypt(envelope.nonce, envelope.ciphertext, header.to_bytes())
        except (InvalidTag, ValueError) as error:
            raise CannotOpen from error
        return unpadded(plain)


def open_envelope(envelope: Envelope, key: CircleKey) -> bytes:
    """As `Opener.open`, of one."""
    return Opener(key).open(envelope)


def padded(payload: bytes) -> bytes:
    """Length (4 bytes), payload, zeros up to 256, 512, 1 k, 1.5 k, 2 k, 4 k or a multiple of 4 k. Raises
    ChangeTooLong."""
    content = len(payload).to_bytes(LENGTH_BYTES, "big") + payload
    return content.ljust(_bucket(len(content)), b"\0")


def unpadded(plain: bytes) -> bytes:
    """Raises CannotOpen unless it is exactly what padded makes."""
    end = LENGTH_BYTES + int.from_bytes(plain[:LENGTH_BYTES], "big")
    if len(plain) < LENGTH_BYTES or end > len(plain) or any(plain[end:]):
        raise CannotOpen
    return plain[LENGTH_BYTES:end]


def _bucket(length: int) -> int:
    if length > LARGEST_BUCKET:
        raise ChangeTooLong
    small = next((bucket for bucket in SMALL_BUCKETS if length <= bucket), None)
    return small or -(-length // LARGE_STEP) * LARGE_STEP


def _cipher(key: CircleKey) -> AESGCM:
    return AESGCM(derived(key.key, SEALING_INFO))
