"""From a tap on Spara to durable, beside what the disk itself takes for as many bytes."""

import os
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.board import Supporter
from tests.benchmarks.rows import Row, spread, timed

BENCH = "spara"


def while_offline(supporter: Supporter, n: int, *, taps: int) -> Iterator[Row]:
    """At n/100, n/10 and n contacts, nothing of it sent yet: an evening without a network."""
    for contacts in sorted({max(1, n // 100), max(1, n // 10), n}):
        supporter.meet_until(contacts)
        yield from at(supporter, contacts, "nothing sent", taps)


def when_synced(supporter: Supporter, n: int, *, taps: int) -> Iterator[Row]:
    yield from at(supporter, n, "all sent", taps)


def at(supporter: Supporter, contacts: int, situation: str, taps: int) -> Iterator[Row]:
    """Each tap is followed by a raw append and flush of the bytes it added to the phone, so that both meet the
    same disk at the same time."""
    folder = supporter.hands.folder
    saving, raw, added = [], [], []
    for _ in range(taps):
        before = _bytes_in(folder)
        seconds, saved = timed(supporter.register)
        saving.append(seconds)
        added.append(max(1, _bytes_in(folder) - before))
        raw.append(_append_and_flush(folder.parent / "raw", os.urandom(added[-1])))
        supporter.promise(saved)
    yield from spread(BENCH, f"register_visit, {situation}", contacts, saving)
    yield from spread(BENCH, f"raw append and fsync, {situation}", contacts, raw)
    yield Row(BENCH, f"added to the phone per visit, {situation}", contacts, sum(added) / len(added), "bytes")


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.iterdir())


def _append_and_flush(path: Path, content: bytes) -> float:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        return timed(lambda: (os.write(descriptor, content), os.fsync(descriptor)))[0]
    finally:
        os.close(descriptor)
