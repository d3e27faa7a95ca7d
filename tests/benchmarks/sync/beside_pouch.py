"""The same documents through PouchDB and through ours, in turns, so that both meet the same machine."""

import statistics
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from tests.benchmarks.board import measured_board
from tests.benchmarks.rows import Row
from tests.benchmarks.sync.ours import Ours
from tests.benchmarks.sync.pouch import NoPouch, Pouch, pouch

BENCH = "sync"
TURNS = 10
DOCUMENT_BYTES = 1000
STEPS = ("push", "pull", "no-change push", "no-change pull")
Told = dict[str, list[float]]


def beside_pouch(folder: Path, n: int) -> Iterator[Row]:
    """`n` documents in ten turns: each side makes its tenth, sends it, reads it back on another device, and then asks
    again with nothing new."""
    with ExitStack() as stack:
        ours = Ours.on(stack.enter_context(measured_board(folder / "ours")))
        try:
            theirs = stack.enter_context(pouch(folder / "pouch"))
        except NoPouch as why:
            yield Row(BENCH, f"PouchDB: not run, {why}", n, 0, "")
            theirs = None
        seconds = _in_turns(ours, theirs, max(1, n // TURNS))
    yield from _rows(seconds, n)


def _in_turns(ours: Ours, theirs: Pouch | None, count: int) -> dict[str, Told]:
    told: dict[str, Told] = {"ours": {step: [] for step in STEPS}}
    sides: dict[str, Any] = {"ours": ours}
    if theirs:
        told["PouchDB"], sides["PouchDB"] = {step: [] for step in STEPS}, theirs
    # One turn that does not count: code is loaded, connections are made.
    for turn in range(TURNS + 1):
        for name, side in sides.items():
            side.fill(count, DOCUMENT_BYTES)
            for step, seconds in _once_around(side, count):
                if turn:
                    told[name][step].append(seconds)
    return told


def _once_around(side: Any, count: int) -> Iterator[tuple[str, float]]:
    asking: tuple[Callable[[], tuple[int, float]], ...] = (side.push, side.pull, side.push, side.pull)
    for step, ask, expected in zip(STEPS, asking, (count, count, 0, 0), strict=True):
        moved, seconds = ask()
        assert moved >= expected
        yield step, seconds / (expected or 1)


def _rows(seconds: dict[str, Told], n: int) -> Iterator[Row]:
    for step in STEPS:
        moves = not step.startswith("no-change")
        for name, told in seconds.items():
            middle = statistics.median(told[step])
            yield Row(BENCH, f"{name}: {step}", n, 1 / middle if moves else middle * 1000, "docs/s" if moves else "ms")
        if "PouchDB" in seconds:
            pairs = zip(seconds["PouchDB"][step], seconds["ours"][step], strict=True)
            ratio = statistics.median(theirs / ours for theirs, ours in pairs)
            yield Row(BENCH, f"{step}: ours of PouchDB's rate", n, 100 * ratio, "%")
