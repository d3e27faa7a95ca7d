"""What a save may wait for while the store tidies its files up."""

import statistics
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.rows import Row, timed
from tests.benchmarks.store.backends import BACKENDS, LIMIT, OURS, Backend
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.subjects import Sitting, Subject

COMPACTIONS = 2


def rows(folder: Path, n: int, effort: Effort) -> Iterator[Row]:
    """Updates until the files of the store have been replaced twice; between them the limit's appends, because a
    busy disk makes both wait."""
    by_name = {backend.name: backend for backend in BACKENDS}
    own, raw = (_filled(by_name[name], n, folder / name) for name in (OURS, LIMIT))
    ours, limit = Sitting(own), Sitting(raw)
    saves, appends, files = [], [], [_files(own.folder)]
    while len(files) <= COMPACTIONS and len(saves) < effort.compacting_saves:
        saves.append(timed(ours.update())[0])
        appends.append(timed(limit.update())[0])
        if (now := _files(own.folder)) != files[-1]:
            files.append(now)
    ours.close()
    limit.close()
    yield Row("pause", "compactions seen", n, len(files) - 1, "times")
    yield Row("pause", "saves until then", n, len(saves), "saves")
    for name, seconds in ((OURS, saves), (LIMIT, appends)):
        yield Row("pause", f"{name}, median", n, statistics.median(seconds) * 1000, "ms")
        yield Row("pause", f"{name}, longest", n, max(seconds) * 1000, "ms")


def _filled(backend: Backend, n: int, folder: Path) -> Subject:
    subject = Subject(backend, n, folder)
    subject.fill()
    return subject


def _files(folder: Path) -> frozenset[tuple[str, int]]:
    """Another file of the same name is another number."""
    return frozenset((path.name, path.stat().st_ino) for path in folder.iterdir())
