"""What the store has to reach, as ratios within one run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.benchmarks.rows import Row
from tests.benchmarks.store.backends import LIMIT, OURS, SQLCIPHER
from tests.benchmarks.store.unlocking import BESIDE

LONE = "lone insert, each after another store's"
INSERT_OVER_LIMIT, FLATNESS, FRAME_MS, SEARCHED = 1.25, 1.20, 16.0, 10_000


@dataclass(frozen=True, slots=True)
class Target:
    """`reached` is compared with `wanted`: at most that."""

    what: str
    reached: float
    wanted: float
    unit: str = "×"

    def as_line(self) -> str:
        verdict = "met    " if self.reached <= self.wanted else "NOT MET"
        return f"{verdict}  {self.what:<62} {self.reached:>8.2f} {self.unit} (at most {self.wanted:g})"


class Figures:
    def __init__(self, rows: Iterable[Row]) -> None:
        self._values = {(row.bench, row.subject, row.n): row.value for row in rows}
        self.sizes = sorted({n for bench, _, n in self._values if bench == "insert"})

    def median(self, bench: str, who: str, n: int) -> float:
        return self.value(bench, f"{who}, median", n)

    def value(self, bench: str, subject: str, n: int) -> float:
        return self._values[bench, subject, n]

    def ratio(self, bench: str, other: str, n: int) -> float:
        return self.median(bench, OURS, n) / self.median(bench, other, n)


def targets(rows: Iterable[Row]) -> Iterator[Target]:
    figures = Figures(rows)
    sizes = figures.sizes
    for bench, what in (("insert", "insert"), ("lone insert", LONE)):
        for n in sizes:
            yield Target(f"{what}, ours / limit, {n:,}", figures.ratio(bench, LIMIT, n), INSERT_OVER_LIMIT)
    inserts = [figures.median("insert", OURS, n) for n in sizes]
    yield Target(f"insert, flat from {sizes[0]:,} to {sizes[-1]:,}", max(inserts) / min(inserts), FLATNESS)
    for bench, what in (
        ("insert", "insert"),
        ("lone insert", LONE),
        ("visit", "visit"),
        ("open", "open and read everything"),
    ):
        for n in sizes:
            yield Target(f"{what}, ours / SQLCipher, {n:,}", figures.ratio(bench, SQLCIPHER, n), 1.0)
    if SEARCHED in sizes:
        yield Target(f"search by name, {SEARCHED:,}", figures.median("search", OURS, SEARCHED), FRAME_MS, "ms")
    yield Target(
        "unlock, beside KDF and open", figures.value("unlock", BESIDE, min(SEARCHED, sizes[-1])), FRAME_MS, "ms"
    )
