"""The app's figures at many contacts beside those at a hundred."""

import asyncio
import statistics
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.benchmarks.app.crowd import coordinator_who_knows
from tests.benchmarks.app.steps import Step, first_queue, steps
from tests.benchmarks.board import MeasuredStory, measured_board
from tests.benchmarks.rows import Row, spread

BENCH = "app"
FEW = 100
OPEN_SHARE = 5
"""Of so many contacts one has an open follow-up: 2,000 of 10,000."""
UNLOCKS, ROUNDS = 5, 9


def main(folder: Path, n: int) -> Iterator[Row]:
    medians: dict[int, dict[str, float]] = {}
    for contacts in sorted({min(FEW, max(n // 2, OPEN_SHARE)), n}):
        # A board of its own for each, or the larger one would hold both.
        with measured_board(folder / f"board-{contacts}") as story:
            found = _measured(story, contacts, rounds=ROUNDS if n > FEW else 2)
            medians[contacts] = {name: statistics.median(seconds) for name, seconds in found.items()}
            for name, seconds in found.items():
                yield from spread(BENCH, name, contacts, seconds)
    yield from _ratios(medians)


def _measured(story: MeasuredStory, contacts: int, *, rounds: int) -> dict[str, list[float]]:
    hands = coordinator_who_knows(story, contacts, max(1, contacts // OPEN_SHARE))
    found: list[Step] = []
    for _ in range(min(rounds, UNLOCKS)):
        hands.restart()
        found += asyncio.run(first_queue(hands))
    found += asyncio.run(steps(hands, rounds))
    return _by_name(found)


def _by_name(found: Iterable[Step]) -> dict[str, list[float]]:
    named: dict[str, list[float]] = defaultdict(list)
    for name, seconds in found:
        named[name].append(seconds)
    return named


def _ratios(medians: dict[int, dict[str, float]]) -> Iterator[Row]:
    few, many = min(medians), max(medians)
    for name, seconds in medians[many].items():
        yield Row(BENCH, f"{name}, beside {few} contacts", many, seconds / medians[few][name], "times")
