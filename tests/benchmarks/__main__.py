"""`python -m tests.benchmarks NAME [--n N] [--json FILE] [--folder FOLDER]`: prints a table as it goes.

`store` takes [--sizes N,N,…] [--fast] [--quick] in the place of --n, and ends with its targets.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import main_job, server, sync
from tests.benchmarks.app import measured as app
from tests.benchmarks.rows import Row, save
from tests.benchmarks.store.backends import BACKENDS
from tests.benchmarks.store.effort import QUICK, Effort
from tests.benchmarks.store.measuring import measured
from tests.benchmarks.store.telling import told


def _store(folder: Path, options: argparse.Namespace) -> Iterator[Row]:
    chosen = [backend for backend in BACKENDS if not (options.fast and backend.rewrites)]
    return measured(folder, options.sizes, QUICK if options.quick else Effort(), chosen)


BENCHMARKS: dict[str, Callable[[Path, argparse.Namespace], Iterator[Row]]] = {
    "main": lambda folder, options: main_job.main(folder, options.n),
    "spara": lambda folder, options: main_job.only_spara(folder, options.n),
    "app": lambda folder, options: app.main(folder, options.n),
    "store": _store,
    "server": lambda folder, options: server.main(folder, options.n),
    "sync": lambda folder, options: sync.main(folder, options.n),
}


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    rows = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for row in BENCHMARKS[options.name](Path(folder), options):
            print(row.as_line(), flush=True)
            rows.append(row)
    if options.name == "store":
        print("", told(rows), sep="\n")
    if options.json:
        save(rows, options.json)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--n", type=int, help="contacts in the store (1000); app: contacts, sync: documents (10000)")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--folder", type=Path, help="where to work: on the disk to measure, not in memory")
    parser.add_argument("--sizes", type=_sizes, default=(100, 1_000, 10_000, 50_000), help="store: how many documents")
    parser.add_argument("--fast", action="store_true", help="store: without those that write the whole file each time")
    parser.add_argument("--quick", action="store_true", help="store: a few repetitions, to see that it runs")
    options = parser.parse_args(arguments)
    options.n = options.n or (10_000 if options.name in ("app", "sync") else 1000)
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(sorted({int(size) for size in text.split(",")}))


if __name__ == "__main__":
    sys.exit(main())
