"""What a save waits for while the store makes its journal short again."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from fieldapp.store.durable_file import UNFINISHED
from fieldapp.store.snapshot import FILE_NAME as SNAPSHOT_NAME
from tests.benchmarks.rows import Row, spread, timed
from tests.benchmarks.store.backends import BACKENDS, LIMIT, OURS
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.subjects import Sitting, Subject

BENCH = "pause"
AT_ONCE = 500


class Saves:
    """Each save of ours is followed by an append of the limit's, because a busy disk makes both wait."""

    def __init__(self, ours: Sitting, limit: Sitting) -> None:
        self._ours, self._limit = ours, limit
        self.seconds: dict[str, list[float]] = {OURS: [], LIMIT: []}

    def one(self) -> None:
        self.seconds[OURS].append(timed(self._ours.update())[0])
        self.seconds[LIMIT].append(timed(self._limit.update())[0])

    def rows(self, when: str, n: int) -> Iterator[Row]:
        for who, seconds in self.seconds.items():
            yield from spread(BENCH, f"{who}, {when}", n, seconds)
            yield Row(BENCH, f"{who}, {when}, longest", n, max(seconds) * 1000, "ms")
        yield Row(BENCH, f"saves {when}", n, len(self.seconds[OURS]), "saves")


def rows(folder: Path, n: int, effort: Effort) -> Iterator[Row]:
    own, raw = (_filled(name, n, folder) for name in (OURS, LIMIT))
    ours, limit = Sitting(own), Sitting(raw)
    quiet, compacting = Saves(ours, limit), Saves(ours, limit)
    for _ in _compaction(own.folder, ours):
        ours.update()()
    for _ in range(effort.saves):
        quiet.one()
    for _ in _compaction(own.folder, ours):
        compacting.one()
    ours.close()
    limit.close()
    yield from quiet.rows("otherwise", n)
    yield from compacting.rows("while compacting", n)


def _filled(name: str, n: int, folder: Path) -> Subject:
    subject = Subject(next(backend for backend in BACKENDS if backend.name == name), n, folder / name)
    subject.fill()
    return subject


def _compaction(folder: Path, ours: Sitting) -> Iterator[None]:
    """Lengthens the journal until a compaction begins; then comes back until it has ended, at least once."""
    before, unfinished = _number(folder / SNAPSHOT_NAME), folder / (SNAPSHOT_NAME + UNFINISHED)
    for start in count(step=AT_ONCE):
        if unfinished.exists() or _number(folder / SNAPSHOT_NAME) != before:
            break
        ours.update_many(start, AT_ONCE)
    yield
    while _number(folder / SNAPSHOT_NAME) == before:
        yield


def _number(path: Path) -> int:
    """Of the file: one that takes another's place has another."""
    return path.stat().st_ino if path.exists() else 0
