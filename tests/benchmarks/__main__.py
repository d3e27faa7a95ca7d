"""`python -m tests.benchmarks NAME [--n N] [--json FILE] [--folder FOLDER]`: prints a table as it goes."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks import main_job, server
from tests.benchmarks.rows import Row, save

BENCHMARKS: dict[str, Callable[[Path, int], Iterator[Row]]] = {
    "main": main_job.main,
    "spara": main_job.only_spara,
    "server": server.main,
}


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    rows = []
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        for row in BENCHMARKS[options.name](Path(folder), options.n):
            print(row.as_line(), flush=True)
            rows.append(row)
    if options.json:
        save(rows, options.json)
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--n", type=int, default=1000, help="contacts in the store (1000)")
    parser.add_argument("--json", type=Path, help="also write the rows to this file")
    parser.add_argument("--folder", type=Path, help="where to work: on the disk to measure, not in memory")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
