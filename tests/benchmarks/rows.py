"""What a benchmark tells: rows, printed as a table or kept as JSON."""

import json
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Row:
    """`n`: contacts in the store, or visits exchanged."""

    bench: str
    subject: str
    n: int
    value: float
    unit: str

    def as_line(self) -> str:
        return f"{self.bench:<10} {self.subject:<46} {self.n:>6} {self.value:>12,.2f} {self.unit}"


def timed(do: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds, and what came of it."""
    started = time.perf_counter()
    result = do()
    return time.perf_counter() - started, result


def spread(bench: str, subject: str, n: int, seconds: Sequence[float]) -> list[Row]:
    """Median and 95th percentile, in ms."""
    return [
        Row(bench, f"{subject}, median", n, statistics.median(seconds) * 1000, "ms"),
        Row(bench, f"{subject}, p95", n, percentile_95(seconds) * 1000, "ms"),
    ]


def percentile_95(values: Sequence[float]) -> float:
    """The smallest value that at least 95 % of them do not exceed."""
    return sorted(values)[-(-len(values) * 95 // 100) - 1]


def save(rows: Iterable[Row], path: Path) -> None:
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n")
