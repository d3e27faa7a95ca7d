"""How several envelopes travel in one body."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from sync.protocol.circle import CIRCLE_BYTES
from sync.protocol.limits import ENVELOPE_BYTES, HEARTBEAT_BYTES
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

_LONGEST = ENVELOPE_BYTES + 512


def pack_push(items: Iterable[tuple[bytes, bytes | None]]) -> bytes:
    """(envelope, its watch lines or None) each as block(4) + block(2)."""
    return b"".join(block(envelope, 4) + block(watch or b"", 2) for envelope, watch in items)


def unpack_push(body: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Raises `Malformed` when the framing is broken; what is inside each frame is not looked at."""
    return _pushed(Reader(body))


def _pushed(reader: Reader) -> Iterator[tuple[bytes, bytes | None]]:
    while not reader.at_end:
        yield reader.block(4, longest=_LONGEST), reader.block(2, longest=LINES_BYTES) or None


def pack_pull(items: Iterable[tuple[int, bytes, bytes]]) -> bytes:
    """(number in the stream, head hash after it, envelope) each as 8 + 32 + block(4)."""
    return b"".join(seq.to_bytes(8, "big") + head + block(envelope, 4) for seq, head, envelope in items)


def unpack_pull(body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    reader = Reader(body)
    while not reader.at_end:
        yield reader.number(8), reader.take(32), reader.block(4, longest=_LONGEST)


@dataclass(frozen=True, slots=True)
class Contact:
    """All that a device says in one request: how it stands, and what waits. `state`: of the last answer, or empty."""

    heartbeat: bytes
    state: str = ""
    statements: tuple[bytes, ...] = ()
    grants: tuple[bytes, ...] = ()
    envelopes: tuple[tuple[bytes, bytes | None], ...] = ()

    def to_bytes(self) -> bytes:
        """block(4) heartbeat, block(1) state, for statements and grants a count (2) and so many block(4), then the
        envelopes as in `pack_push`."""
        head = block(self.heartbeat, 4) + block(self.state.encode(), 1)
        return head + _pack_all(self.statements) + _pack_all(self.grants) + pack_push(self.envelopes)

    @classmethod
    def from_bytes(cls, body: bytes) -> Self:
        """Raises `Malformed` when the framing is broken; what is inside each frame is not looked at."""
        reader = Reader(body)
        heartbeat, state = reader.block(4, longest=HEARTBEAT_BYTES + 512), reader.block(1, longest=64)
        statements, grants = _unpack_all(reader), _unpack_all(reader)
        return cls(heartbeat, state.decode("ascii", "replace"), statements, grants, tuple(_pushed(reader)))


def _pack_all(items: tuple[bytes, ...]) -> bytes:
    return len(items).to_bytes(2, "big") + b"".join(block(item, 4) for item in items)


def _unpack_all(reader: Reader) -> tuple[bytes, ...]:
    return tuple(reader.block(4, longest=_LONGEST) for _ in range(reader.number(2)))


def pack_pages(pages: Iterable[tuple[bytes, bytes]]) -> bytes:
    """(circle, its envelopes as in `pack_pull`) each as 33 + block(4)."""
    return b"".join(circle + block(page, 4) for circle, page in pages)


def unpack_pages(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    reader = Reader(body)
    while not reader.at_end:
        yield reader.take(CIRCLE_BYTES), reader.block(4, longest=len(body))
