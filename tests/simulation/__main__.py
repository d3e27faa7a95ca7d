"""`python -m tests.simulation`: lives through many worlds, and says what was lost, diverged or leaked."""

import argparse
import resource
import sys
import time
from collections import Counter
from collections.abc import Sequence
from math import inf

from tests.simulation.findings import Finding, Harm
from tests.simulation.plan import Faults
from tests.simulation.plants import PLANTS
from tests.simulation.running import Setting, first_found, lived, shrunk, worlds
from tests.simulation.world import Outcome

SEEDS_FOR_A_PLANT = 300
MOST_SHRUNK = 3


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    _allow_many_open_files()
    faults = Faults(phone_restores=options.phone_restores, server_restores=options.server_restores)
    setting = Setting(options.actions, faults, options.plant)
    if options.plants:
        return _plants(setting, range(options.start, options.start + (options.seeds or SEEDS_FOR_A_PLANT)))
    if options.story is not None:
        return _story(lived(setting.plan(options.story), options.plant))
    seeds = range(options.start, options.start + (options.seeds or 20))
    return _many(setting, seeds, options.jobs, options.minutes * 60)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seeds", type=int, metavar="N", help="how many worlds (20; 300 for each planted bug)")
    parser.add_argument("--start", type=int, default=0, metavar="S", help="the first seed")
    parser.add_argument("--actions", type=int, default=200, help="in each world")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="worlds lived at a time")
    parser.add_argument("--minutes", type=float, default=inf, metavar="M", help="begin no world after so long")
    parser.add_argument("--story", type=int, metavar="SEED", help="tell what happens in one world")
    parser.add_argument("--plant", choices=PLANTS, metavar="BUG", help="with a planted bug")
    parser.add_argument("--plants", action="store_true", help="at which seed each planted bug is found")
    on_off = argparse.BooleanOptionalAction
    parser.add_argument("--server-restores", action=on_off, default=Faults().server_restores)
    parser.add_argument("--phone-restores", action=on_off, default=Faults().phone_restores)
    return parser


def _allow_many_open_files() -> None:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _many(setting: Setting, seeds: range, jobs: int, seconds: float) -> int:
    began, total = time.monotonic(), _Total()
    for outcome in worlds(setting, seeds, jobs, seconds):
        total.count(outcome)
        if outcome.findings and total.worlds_with_harm <= MOST_SHRUNK:
            _show(shrunk(outcome, setting.plant))
        for finding in outcome.findings:
            print(f"seed {outcome.plan.seed}: {finding}", flush=True)
    print(total.table(time.monotonic() - began))
    print(total.verdict())
    return 1 if total.worlds_with_harm else 0


class _Total:
    def __init__(self) -> None:
        self.sizes: list[int] = []
        self.actions = 0
        self.worlds_with_harm = 0
        self.faults: Counter[str] = Counter()
        self.done: Counter[str] = Counter()
        self.harm: Counter[Harm] = Counter()

    def count(self, outcome: Outcome) -> None:
        self.sizes.append(len(outcome.plan.roles))
        self.actions += outcome.actions
        self.worlds_with_harm += bool(outcome.findings)
        self.faults += outcome.faults
        self.done += outcome.done
        self.harm += Counter(finding.harm for finding in outcome.findings)

    def table(self, seconds: float) -> str:
        sizes = sorted(self.sizes)
        rows = [f"devices a world | {sizes[0]}–{sizes[-1]}, median {sizes[len(sizes) // 2]}"]
        rows += [f"seconds | {seconds:.0f}, {seconds / len(sizes):.1f} a world"]
        rows += [f"{name} | {count}" for name, count in sorted(self.faults.items())]
        rows += [f"done: {name} | {count}" for name, count in sorted(self.done.items())]
        return "\n".join(rows)

    def verdict(self) -> str:
        harm = ", ".join(f"{self.harm[kind]} {kind.value}" for kind in Harm)
        return f"{len(self.sizes)} worlds, {self.actions} actions, {harm}"


def _show(outcome: Outcome) -> None:
    plan = outcome.plan
    print(f"\nSeed {plan.seed}: {len(plan.steps)} steps of {len(plan.devices)} devices are enough.")
    _story(outcome)
    print(flush=True)


def _story(outcome: Outcome) -> int:
    print("\n".join(outcome.story))
    for finding in outcome.findings:
        print(f"→ {finding}")
    return 1 if outcome.findings else 0


def _plants(setting: Setting, seeds: range) -> int:
    print("planted bug | found at seed | as")
    missed = 0
    for name in PLANTS:
        outcome = first_found(name, seeds, setting)
        missed += outcome is None
        where = outcome.plan.seed if outcome else f"not in {len(seeds)}"
        print(f"{name} | {where} | {_first(outcome.findings) if outcome else ''}", flush=True)
    print(f"{len(PLANTS) - missed} of {len(PLANTS)} found")
    return 1 if missed else 0


def _first(findings: list[Finding]) -> str:
    return f"{findings[0].harm.value}: {findings[0].check}"


if __name__ == "__main__":
    sys.exit(main())
