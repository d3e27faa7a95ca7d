"""How several envelopes travel in one body."""

from collections.abc import Iterable, Iterator

from sync.protocol.limits import ENVELOPE_BYTES
from sync.protocol.watch import LINES_BYTES
from sync.protocol.wire import Reader, block

_LONGEST = ENVELOPE_BYTES + 512


def pack_push(items: Iterable[tuple[bytes, bytes | None]]) -> bytes:
    """(envelope, its watch lines or None) each as block(4) + block(2)."""
    return b"".join(block(envelope, 4) + block(watch or b"", 2) for envelope, watch in items)


def unpack_push(body: bytes) -> Iterator[tuple[bytes, bytes | None]]:
    """Raises `Malformed` when the framing is broken; what is inside each frame is not looked at."""
    reader = Reader(body)
    while not reader.at_end:
        yield reader.block(4, longest=_LONGEST), reader.block(2, longest=LINES_BYTES) or None


def pack_pull(items: Iterable[tuple[int, bytes, bytes]]) -> bytes:
    """(number in the stream, head hash after it, envelope) each as 8 + 32 + block(4)."""
    return b"".join(seq.to_bytes(8, "big") + head + block(envelope, 4) for seq, head, envelope in items)


def unpack_pull(body: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    reader = Reader(body)
    while not reader.at_end:
        yield reader.number(8), reader.take(32), reader.block(4, longest=_LONGEST)
