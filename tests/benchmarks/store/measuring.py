"""The rows, backend beside backend and size beside size."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.rows import Row, spread
from tests.benchmarks.store import compacting, memory, unlocking
from tests.benchmarks.store.backends import Backend
from tests.benchmarks.store.effort import Effort
from tests.benchmarks.store.subjects import Opening, Sitting, Subject, VisitSitting
from tests.benchmarks.store.turns import Turn, take

Measured = TypeVar("Measured", Opening, Sitting, VisitSitting)


def measured(folder: Path, sizes: Sequence[int], effort: Effort, backends: Sequence[Backend]) -> Iterator[Row]:
    subjects = [Subject(backend, n, folder / str(n) / backend.name) for n in sizes for backend in backends]
    finding = [subject for subject in subjects if subject.backend.finds]
    yield from _filling(subjects)
    for subject in finding:
        yield from memory.rows(subject)
    run = Run()
    yield from _openings(run, subjects, effort)
    yield from _sittings(run, subjects, effort)
    yield from _visits(run, subjects, effort)
    yield from compacting.rows(folder / "compacting", max(sizes), effort)
    yield from unlocking.rows(folder / "unlocking", min(10_000, max(sizes)), effort)


class Run:
    """Who took longer than a turn may last is asked for nothing more: a busy machine must not make it endless."""

    def __init__(self) -> None:
        self._worn_out: set[tuple[str, int]] = set()

    def spreads(
        self,
        bench: str,
        measured_ones: Sequence[Measured],
        act: Callable[[Measured], Callable[[], object]],
        times: Callable[[Backend, int], int],
        in_a_row: Callable[[Backend], int] = lambda backend: 1,
    ) -> Iterator[Row]:
        def turn(one: Measured) -> Turn:
            return Turn(
                one.backend.name, one.n, times(one.backend, one.n), partial(act, one), in_a_row=in_a_row(one.backend)
            )

        for taken in take([turn(one) for one in measured_ones if self._may_ask(one)]):
            if max(taken.seconds) > taken.most_seconds:
                self._worn_out.add((taken.who, taken.n))
            yield from spread(bench, taken.who, taken.n, taken.seconds)
            yield Row(bench, f"{taken.who}, repetitions", taken.n, len(taken.seconds), "times")

    def _may_ask(self, one: Measured) -> bool:
        return not one.backend.rewrites or (one.backend.name, one.n) not in self._worn_out


def _filling(subjects: Sequence[Subject]) -> Iterator[Row]:
    for subject in subjects:
        subject.fill()
        yield Row("disk", subject.backend.name, subject.n, subject.bytes_on_disk() / 2**20, "MiB")


def _openings(run: Run, subjects: Sequence[Subject], effort: Effort) -> Iterator[Row]:
    openings = list(map(Opening, subjects))
    finding = [opening for opening in openings if opening.backend.finds]
    yield from run.spreads("open", openings, Opening.read_all, effort.of_opens)
    yield from run.spreads("first get", finding, Opening.get_one, effort.of_opens)
    for opening in openings:
        opening.close()


def _sittings(run: Run, subjects: Sequence[Subject], effort: Effort) -> Iterator[Row]:
    sittings = list(map(Sitting, subjects))
    finding = [sitting for sitting in sittings if sitting.backend.finds]
    yield from run.spreads("get", finding, Sitting.get, effort.of_gets)
    yield from run.spreads("search", finding, Sitting.search, effort.of_searches)
    yield from run.spreads("insert", sittings, Sitting.insert, effort.of_saves, effort.in_a_row)
    yield from run.spreads("lone insert", sittings, Sitting.insert, effort.of_lone_saves)
    yield from run.spreads("update", sittings, Sitting.update, effort.of_saves, effort.in_a_row)
    for sitting in sittings:
        sitting.close()


def _visits(run: Run, subjects: Sequence[Subject], effort: Effort) -> Iterator[Row]:
    sittings = list(map(VisitSitting, subjects))
    yield from run.spreads("visit", sittings, VisitSitting.save, effort.of_visits, effort.in_a_row)
    for sitting in sittings:
        sitting.close()
