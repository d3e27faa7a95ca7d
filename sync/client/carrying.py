"""Carrying another device's parcel to the server."""

from collections import Counter
from collections.abc import Callable, Sequence

from sync.client import push
from sync.client.ledger import Waiting
from sync.client.token import Caller
from sync.client.transport import b64
from sync.protocol.framing import pack_push
from sync.protocol.limits import BATCH_ITEMS, BODY_BYTES
from sync.protocol.parcel import ItemKind, Parcel, ParcelItem

_BODIES = {
    ItemKind.STATEMENT: ("/log", "statements"),
    ItemKind.GRANT: ("/grants", "grants"),
    ItemKind.RECEIPT: ("/log", "statements"),
}


def carry(call: Caller, parcel: Parcel, progress: Callable[[int, int], None]) -> Counter[str]:
    """How many envelopes were stored, known before (duplicate), set aside or refused. Doing it again is harmless.

    Raises what stands in sync.client.errors; what was carried stays carried.
    """
    became: Counter[str] = Counter()
    done = 0
    for kind in ItemKind:
        for batch in _batches(parcel.of_kind(kind)):
            progress(done, len(parcel.items))
            answers = push.answers_in([Waiting(b"", item.raw) for item in batch], _push(call, kind, batch))
            done += len(batch)
            if kind is ItemKind.ENVELOPE:
                became.update(answer.status for answer in answers)
    return became


def _push(call: Caller, kind: ItemKind, batch: Sequence[ParcelItem]) -> dict[str, object]:
    if kind is ItemKind.ENVELOPE:
        return call.post_bytes("/envelopes", pack_push((item.raw, item.watch) for item in batch))
    path, name = _BODIES[kind]
    return call.post(path, {name: [b64(item.raw) for item in batch]})


def _batches(items: Sequence[ParcelItem]) -> list[list[ParcelItem]]:
    """As many as one body may hold, with room to spare."""
    batches: list[list[ParcelItem]] = []
    size = 0
    for item in items:
        length = len(item.raw) * 4 // 3 + len(item.watch or b"") + 16
        if not batches or len(batches[-1]) == BATCH_ITEMS or size + length > BODY_BYTES // 2:
            batches.append([])
            size = 0
        batches[-1].append(item)
        size += length
    return batches
