"""What arrived, taken apart, and who has signed it: the most of the work of reading."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Stub, read
from sync.protocol.errors import BadSignature, Malformed, StreamTampered
from sync.protocol.members import Device

Page: TypeAlias = list[tuple[int, bytes, bytes]]
"""(number, head hash after it, what stands there)"""


@dataclass(frozen=True, slots=True)
class Found:
    """`signed_by`: the public key that was found to have signed it, if one was."""

    seq: int
    chained: bytes
    what: Envelope | Stub
    signed_by: bytes | None


def looked_into(
    devices: Mapping[bytes, Device], pages: Iterable[tuple[Circle, Page]]
) -> list[tuple[Circle, list[Found]]]:
    """Beside the counting in of what came before. Nothing is decided here: the log may name other devices by then.

    Raises `StreamTampered` for what is no envelope.
    """
    return [(circle, [_found(devices, *item) for item in page]) for circle, page in pages]


def _found(devices: Mapping[bytes, Device], seq: int, chained: bytes, raw: bytes) -> Found:
    what = _read(raw)
    author = devices.get(what.header.author) if isinstance(what, Envelope) else None
    signer = author.signing if author else None
    return Found(seq, chained, what, signer if signer and _is_signed(what, signer) else None)


def _is_signed(what: Envelope | Stub, signer: bytes) -> bool:
    if isinstance(what, Envelope):
        with suppress(BadSignature):
            what.verify(signer)
            return True
    return False


def _read(raw: bytes) -> Envelope | Stub:
    try:
        return read(raw)
    except Malformed as error:
        raise StreamTampered("envelope") from error
