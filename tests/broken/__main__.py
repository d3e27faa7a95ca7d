"""`python -m tests.broken`: breaks a copy of the code one promise at a time; each promise's test must notice."""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

from tests.broken.copies import Run, copy_tree, run_tests
from tests.broken.patch import Patch
from tests.broken.patches import PATCHES

AT_A_TIME = 2


@dataclass(frozen=True, slots=True)
class Outcome:
    patch: Patch
    run: Run

    @property
    def is_caught(self) -> bool:
        return self.patch.test_function in self.run.failed

    @property
    def why(self) -> str:
        told = self.run.failed or self.run.broke or {"": "the test passed" if self.run.ran else "no test ran"}
        return " | ".join(f"{message.splitlines()[0] if message else ''}"[:160] for message in told.values())


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    chosen = _chosen(options.only)
    if options.list:
        for patch in chosen:
            print(f"{patch.name} | {patch.promise} | {patch.test}")
        return 0
    with tempfile.TemporaryDirectory(prefix="broken-") as folder:
        copies = [copy_tree(Path(folder) / f"copy-{number}") for number in range(AT_A_TIME)]
        if not _green_unbroken(copies, chosen):
            return 1
        return _break_all(copies, chosen, show_why=options.why)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.broken", description=__doc__)
    parser.add_argument("--only", action="append", metavar="NAME", help="this patch alone; may be repeated")
    parser.add_argument("--list", action="store_true", help="name the patches and do nothing")
    parser.add_argument("--why", action="store_true", help="also say how each test failed")
    return parser


def _chosen(names: Sequence[str] | None) -> list[Patch]:
    by_name = {patch.name: patch for patch in PATCHES}
    if unknown := set(names or ()) - by_name.keys():
        sys.exit(f"unknown: {', '.join(sorted(unknown))}; see --list")
    return [by_name[name] for name in names] if names else list(PATCHES)


def _green_unbroken(copies: list[Path], patches: list[Patch]) -> bool:
    """A test that fails anyway proves nothing. Tests of one folder run together: they share what is slow to start."""
    tests = sorted({patch.test for patch in patches})
    halves = [half for half in _halves(tests, len(copies)) if half]
    with ThreadPoolExecutor(len(copies)) as pool:
        runs = list(pool.map(lambda job: run_tests(*job, stop_at_first=False), zip(copies, halves, strict=False)))
    for name, message in (pair for run in runs for pair in [*run.failed.items(), *run.broke.items()]):
        print(f"NOT GREEN WITHOUT A PATCH | {name} | {message.splitlines()[0] if message else ''}")
    print(f"{sum(run.ran for run in runs)} tests green without a patch, {max(run.seconds for run in runs):.0f} s")
    return all(run.is_green for run in runs)


def _halves(tests: list[str], number: int) -> list[list[str]]:
    """Whole folders, the largest first to whoever has least."""
    parts: list[list[str]] = [[] for _ in range(number)]
    folders = sorted({test.rpartition("/")[0] for test in tests})
    groups = [[test for test in tests if test.rpartition("/")[0] == folder] for folder in folders]
    for group in sorted(groups, key=len, reverse=True):
        min(parts, key=len).extend(group)
    return parts


def _break_all(copies: list[Path], patches: list[Patch], *, show_why: bool) -> int:
    print("name | promise | test | caught | seconds")
    outcomes = []
    for outcome in _outcomes(copies, patches):
        outcomes.append(outcome)
        print(_line(outcome, show_why=show_why), flush=True)
    missed = [outcome for outcome in outcomes if not outcome.is_caught]
    print(f"{len(outcomes) - len(missed)} of {len(outcomes)} caught")
    return 1 if missed else 0


def _line(outcome: Outcome, *, show_why: bool) -> str:
    patch, verdict = outcome.patch, "caught" if outcome.is_caught else "NOT CAUGHT"
    line = f"{patch.name} | {patch.promise} | {patch.test} | {verdict} | {outcome.run.seconds:.1f}"
    return line if outcome.is_caught and not show_why else f"{line}\n    {outcome.why}"


def _outcomes(copies: list[Path], patches: list[Patch]) -> Iterator[Outcome]:
    free: SimpleQueue[Path] = SimpleQueue()
    for copy in copies:
        free.put(copy)

    def broken_and_run(patch: Patch) -> Outcome:
        copy = free.get()
        try:
            with _broken(copy, patch):
                return Outcome(patch, run_tests(copy, [patch.test]))
        finally:
            free.put(copy)

    with ThreadPoolExecutor(len(copies)) as pool:
        yield from pool.map(broken_and_run, patches)


@contextmanager
def _broken(copy: Path, patch: Patch) -> Iterator[None]:
    before = patch.put_into(copy)
    try:
        yield
    finally:
        patch.take_out_of(copy, before)


if __name__ == "__main__":
    sys.exit(main())
