"""Worlds one after the other, and a failing one made small."""

import gc
import shutil
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from multiprocessing import get_context

from sync.errors import StodkedjanError
from tests.simulation.plan import Faults, Plan, Step
from tests.simulation.plants import PLANTS
from tests.simulation.server import scratch
from tests.simulation.world import Outcome, World

SECONDS_TO_SHRINK = 150.0
WORLDS_AT_ONCE = 4


class WorldFell(AssertionError):
    """A world came to no end: its seed, and what it fell over in words that another process can read."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What all worlds of a run have in common; `plant` is the name of a planted bug."""

    actions: int = 200
    faults: Faults = Faults()
    plant: str | None = None

    def plan(self, seed: int) -> Plan:
        return Plan.drawn(seed, self.actions, self.faults)


def lived(plan: Plan, plant: str | None = None) -> Outcome:
    """A world from its beginning to its end; nothing of it stays on the disk."""
    folder = scratch("simulation-")
    try:
        return World(plan, folder / "world", plant).live(*(PLANTS[plant]() if plant else ()))
    finally:
        shutil.rmtree(folder)
        gc.collect()


def worlds(setting: Setting, seeds: Sequence[int], jobs: int = 1, seconds: float = inf) -> Iterator[Outcome]:
    """In the order of their seeds; none is begun when so many seconds are over."""
    until = time.monotonic() + seconds
    if jobs == 1:
        for seed in seeds:
            if time.monotonic() < until:
                yield lived(setting.plan(seed), setting.plant)
        return
    pool, at_once = get_context("spawn").Pool(jobs), jobs * WORLDS_AT_ONCE
    for start in range(0, len(seeds), at_once):
        if time.monotonic() < until:
            plans = [(setting.plan(seed), setting.plant) for seed in seeds[start : start + at_once]]
            yield from pool.imap(_lived, plans)
    # Not ended from outside: each takes its own folders with it.
    pool.close()
    pool.join()


def _lived(planned: tuple[Plan, str | None]) -> Outcome:
    try:
        return lived(*planned)
    except StodkedjanError:
        raise WorldFell(f"seed {planned[0].seed}: {traceback.format_exc()}") from None


def first_found(plant: str, seeds: Sequence[int], setting: Setting) -> Outcome | None:
    """The first world in which a planted bug does harm."""
    planted = replace(setting, plant=plant)
    return next((outcome for outcome in worlds(planted, seeds) if outcome.findings), None)


def shrunk(outcome: Outcome, plant: str | None, seconds: float = SECONDS_TO_SHRINK) -> Outcome:
    """The smallest world found in the time that still does the same harm."""
    return _Shrinking(outcome, plant, time.monotonic() + seconds).smallest()


@dataclass(slots=True)
class _Shrinking:
    best: Outcome
    plant: str | None
    until: float

    def smallest(self) -> Outcome:
        for who in reversed(self.best.plan.devices):
            self._try(self.best.plan.without_device(who))
        size = max(1, len(self.best.plan.steps) // 2)
        while size and time.monotonic() < self.until:
            self._leave_out(size)
            size //= 2
        self._calm_down()
        return self.best

    def _leave_out(self, size: int) -> None:
        start = 0
        while start < len(self.best.plan.steps) and time.monotonic() < self.until:
            steps = self.best.plan.steps
            shorter = replace(self.best.plan, steps=steps[:start] + steps[start + size :])
            if not self._try(shorter):
                start += size

    def _calm_down(self) -> None:
        for place in range(len(self.best.plan.steps)):
            self._try(_changed(self.best.plan, place, lambda step: replace(step, calm=True)))

    def _try(self, plan: Plan) -> bool:
        if time.monotonic() > self.until:
            return False
        outcome = lived(plan, self.plant)
        if {finding.check for finding in outcome.findings} & {finding.check for finding in self.best.findings}:
            self.best = outcome
            return True
        return False


def _changed(plan: Plan, place: int, change: Callable[[Step], Step]) -> Plan:
    steps = plan.steps
    return replace(plan, steps=(*steps[:place], change(steps[place]), *steps[place + 1 :]))
