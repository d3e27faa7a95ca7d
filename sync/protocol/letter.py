"""Letters: what one board says to another, sealed to its coordinators, signed by the device that wrote it."""

import hashlib
import re
import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Self

from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.limits import LETTER_BYTES
from sync.protocol.signing import SIGNATURE_BYTES, Sign, labelled, verify
from sync.protocol.wire import Reader, block

LETTER_VERSION = 1
LABEL = "letter"
KIND_CHARACTERS = 40
NO_LETTER: Final = bytes(16)
_HEAD = struct.Struct(">B16s16s16s16s16sQI")
_KIND = re.compile(r"[a-z][a-z_]{0,39}")

HANDOVER_PROPOSED: Final = "handover_proposed"
HANDOVER_RECEIVED: Final = "handover_received"
HANDOVER_REFUSED: Final = "handover_refused"
HANDOVER_WITHDRAWN: Final = "handover_withdrawn"


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What a letter says of itself in clear; bound into the HPKE `info` and under the sender's signature.

    `id`: 16 random bytes, the same when the same is said again under a newer key. `answers`: the id of the letter this
    one is about, or zeros. `epoch`: of the receiving board's coordinators' key. `kind`: lower-case letters and `_`.
    """

    from_board: bytes
    to_board: bytes
    sender: bytes
    id: bytes
    kind: str
    at: datetime
    epoch: int
    answers: bytes = NO_LETTER

    def to_bytes(self) -> bytes:
        seconds = int(self.at.timestamp())
        boards = (self.from_board, self.to_board)
        fixed = _HEAD.pack(LETTER_VERSION, *boards, self.sender, self.id, self.answers, seconds, self.epoch)
        return fixed + block(self.kind.encode(), 1)

    @classmethod
    def read(cls, reader: Reader) -> Self:
        version, from_board, to_board, sender, id_, answers, seconds, epoch = reader.unpack(_HEAD)
        if version > LETTER_VERSION:
            raise MadeByNewerVersion(LABEL)
        kind = reader.block(1, longest=KIND_CHARACTERS).decode("ascii", "replace")
        if version == 0 or not _KIND.fullmatch(kind):
            raise Malformed(LABEL)
        return cls(from_board, to_board, sender, id_, kind, _instant(seconds), epoch, answers)


@dataclass(frozen=True, slots=True)
class Letter:
    """Head, block(4) of HPKE output, the sender's Ed25519 signature (64)."""

    head: LetterHead
    sealed: bytes = field(repr=False)
    signature: bytes = field(repr=False)

    @classmethod
    def make(cls, head: LetterHead, sealed: bytes, sign: Sign) -> Self:
        return cls(head, sealed, sign(labelled(LABEL, head.to_bytes() + block(sealed, 4))))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        """Parses; does not verify. Raises `Malformed` or `MadeByNewerVersion`."""
        if len(raw) > LETTER_BYTES:
            raise Malformed("too long")
        reader = Reader(raw)
        letter = cls(LetterHead.read(reader), reader.block(4, longest=LETTER_BYTES), reader.take(SIGNATURE_BYTES))
        reader.end()
        return letter

    def to_bytes(self) -> bytes:
        return self.head.to_bytes() + block(self.sealed, 4) + self.signature

    @property
    def digest(self) -> bytes:
        """SHA-256 of the whole letter, 32 bytes: what statements name it by."""
        return hashlib.sha256(self.to_bytes()).digest()

    def verify(self, public_key: bytes) -> None:
        verify(public_key, self.signature, LABEL, self.head.to_bytes() + block(self.sealed, 4))


def _instant(seconds: int) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise Malformed("time") from error
