"""A kind of fault: where it can strike, and what may come of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from random import Random
from typing import TypeAlias

from tests.crash.checks import Finding, Verdict
from tests.crash.runs import World, recorded, world
from tests.crash.subjects import JSON, STORE, TABLES, Subject
from tests.crash.workplace import fresh_folder

STEPS = 24
# One world in so many is plain TinyDB on our storage.
TABLES_EVERY = 4
# A row looks at one world more for so many of its points.
POINTS_FOR_A_WORLD = 100


@dataclass(frozen=True, slots=True)
class Result:
    finding: Finding
    kills: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """`run` gets an empty folder."""

    name: str
    run: Callable[[Path], Result]


Points: TypeAlias = Callable[[World, Random], list[Point]]


@dataclass(frozen=True, slots=True)
class Row:
    """`may_end`: the verdicts that keep the promise; any other counts as lost or half-applied.

    `most_missing`: how many steps at the end may be left for the next sync to find.
    """

    kind: str
    share: float
    points: Points
    may_end: frozenset[Verdict] = frozenset({Verdict.FINE})
    most_missing: int = STEPS
    store_only: bool = False

    def judged(self, finding: Finding) -> Finding:
        if finding.verdict is Verdict.HALF or finding.verdict is Verdict.LOST:
            return finding
        if finding.verdict in self.may_end and finding.missing <= self.most_missing:
            return finding
        why = f"{finding.verdict}, {finding.missing} steps missing, where that may not be: {finding.why}"
        return Finding(Verdict.LOST, why, finding.missing)


@dataclass(slots=True)
class Worlds:
    """Recorded when first asked for."""

    seed: int
    is_json: bool = False
    breaks: str | None = None
    _recorded: dict[int, World] = field(default_factory=dict)

    def at(self, number: int) -> World:
        if number not in self._recorded:
            subject = self._subject(number)
            planned = world(subject, self.seed * 1000 + number, STEPS, self.breaks)
            with fresh_folder() as root:
                self._recorded[number] = recorded(planned, root)
        return self._recorded[number]

    def for_row(self, row: Row) -> Iterator[World]:
        # Rows begin with different worlds, so that a short pass sees several.
        number = len(row.kind) % TABLES_EVERY
        while True:
            if not row.store_only or self._subject(number) is STORE:
                yield self.at(number)
            number += 1

    def _subject(self, number: int) -> Subject:
        if self.is_json:
            return JSON
        return TABLES if number % TABLES_EVERY == TABLES_EVERY - 1 else STORE


def points_of(row: Row, worlds: Worlds, budget: int) -> Iterator[Point]:
    """Every point of each world that fits, and a sample of the first that does not."""
    left, chance, sampled = budget, Random(f"{row.kind} {worlds.seed}"), list[Point]()
    for each in islice(worlds.for_row(row), 1 + budget // POINTS_FOR_A_WORLD):
        points = row.points(each, chance)
        if len(points) <= left:
            yield from points
            left -= len(points)
        else:
            sampled = sampled or points
    yield from chance.sample(sampled, min(left, len(sampled)))
