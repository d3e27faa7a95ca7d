"""The watch line: that a promise exists and until when, and nothing else, so that the blind server can count."""

import struct
from dataclasses import dataclass
from datetime import date
from typing import Self

from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.signing import SIGNATURE_BYTES, Sign, labelled, verify
from sync.protocol.wire import Reader

WATCH_VERSION = 1
LABEL = "watch"
_LINE = struct.Struct(">B16s16sIIB16s")
WATCH_BYTES = _LINE.size + SIGNATURE_BYTES
MOST_LINES = 32
LINES_BYTES = MOST_LINES * WATCH_BYTES
"""One action may end a promise and make the next: its lines travel together, one after the other."""


def split(lines: bytes) -> list[bytes]:
    """The lines of one envelope; a last piece that is too short is left for the reader to refuse."""
    return [lines[start : start + WATCH_BYTES] for start in range(0, len(lines), WATCH_BYTES)]


@dataclass(frozen=True, slots=True)
class WatchLine:
    """`watch_id`: 16 random bytes of one follow-up. A higher `revision` wins; in a tie open beats closed."""

    board: bytes
    watch_id: bytes
    revision: int
    latest: date
    is_open: bool
    author: bytes
    signature: bytes = b""

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        reader = Reader(raw)
        version, board, watch_id, revision, latest, is_open, author = reader.unpack(_LINE)
        if version > WATCH_VERSION:
            raise MadeByNewerVersion(LABEL)
        if version == 0 or is_open > 1 or not 0 < latest <= date.max.toordinal():
            raise Malformed(LABEL)
        signature = reader.take(SIGNATURE_BYTES)
        reader.end()
        return cls(board, watch_id, revision, date.fromordinal(latest), bool(is_open), author, signature)

    def signed(self, sign: Sign) -> Self:
        return type(self)(
            self.board,
            self.watch_id,
            self.revision,
            self.latest,
            self.is_open,
            self.author,
            sign(labelled(LABEL, self._line())),
        )

    def to_bytes(self) -> bytes:
        return self._line() + self.signature

    def _line(self) -> bytes:
        day = self.latest.toordinal()
        return _LINE.pack(WATCH_VERSION, self.board, self.watch_id, self.revision, day, self.is_open, self.author)

    def verify(self, public_key: bytes) -> None:
        verify(public_key, self.signature, LABEL, self._line())

    def replaces(self, revision: int, is_open: bool) -> bool:
        """Whether this line wins over one already known."""
        return (self.revision, self.is_open) > (revision, is_open)
