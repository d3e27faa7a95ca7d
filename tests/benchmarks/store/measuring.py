"""The rows, backend beside backend and size beside size."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.rows import Row, spread
from tests.benchmarks.store import compacting, memory, unlocking
from tests.benchmarks.store.backends import BACKENDS, Backend
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.subjects import Sitting, Subject, VisitSitting
from tests.benchmarks.store.turns import Turn, take

Measured = TypeVar("Measured", Subject, Sitting, VisitSitting)


def measured(folder: Path, sizes: Sequence[int], effort: Effort) -> Iterator[Row]:
    subjects = [Subject(backend, n, folder / str(n) / backend.name) for n in sizes for backend in BACKENDS]
    finding = [subject for subject in subjects if subject.backend.finds]
    yield from _filling(subjects)
    for subject in finding:
        yield from memory.rows(subject)
    yield from _spreads("open", subjects, Subject.opened_and_read, effort.of_opens)
    yield from _spreads("first get", finding, Subject.opened_for_one, effort.of_opens)
    yield from _sittings(subjects, effort)
    yield from _visits(subjects, effort)
    yield from compacting.rows(folder / "compacting", max(sizes), effort)
    yield from unlocking.rows(folder / "unlocking", min(10_000, max(sizes)), effort)


def _filling(subjects: Sequence[Subject]) -> Iterator[Row]:
    for subject in subjects:
        subject.fill()
        yield Row("disk", subject.backend.name, subject.n, subject.bytes_on_disk() / 2**20, "MiB")


def _sittings(subjects: Sequence[Subject], effort: Effort) -> Iterator[Row]:
    sittings = list(map(Sitting, subjects))
    finding = [sitting for sitting in sittings if sitting.backend.finds]
    yield from _spreads("get", finding, Sitting.get, effort.of_gets)
    yield from _spreads("search", finding, Sitting.search, effort.of_searches)
    yield from _spreads("insert", sittings, Sitting.insert, effort.of_saves)
    yield from _spreads("update", sittings, Sitting.update, effort.of_saves)
    for sitting in sittings:
        sitting.close()


def _visits(subjects: Sequence[Subject], effort: Effort) -> Iterator[Row]:
    sittings = list(map(VisitSitting, subjects))
    yield from _spreads("visit", sittings, VisitSitting.save, effort.of_visits)
    for sitting in sittings:
        sitting.close()


def _spreads(
    bench: str,
    measured_ones: Sequence[Measured],
    act: Callable[[Measured], Callable[[], object]],
    times: Callable[[Backend, int], int],
) -> Iterator[Row]:
    def turn(one: Measured) -> Turn:
        return Turn(one.backend.name, one.n, times(one.backend, one.n), lambda: act(one))

    for taken in take([turn(one) for one in measured_ones]):
        yield from spread(bench, taken.who, taken.n, taken.seconds)
        yield Row(bench, f"{taken.who}, repetitions", taken.n, len(taken.seconds), "times")
