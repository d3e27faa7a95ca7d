"""The rows side by side, and then the targets."""

from collections.abc import Iterable, Iterator, Sequence

from tests.benchmarks.rows import Row
from tests.benchmarks.store.targets import targets

Figures = dict[tuple[str, str, str], dict[int, float]]

# Below that a 95th percentile is only the worst one.
WORTH_A_PERCENTILE = 20


def told(rows: Sequence[Row]) -> str:
    lines = [*_table(rows), "", "Targets", *(target.as_line() for target in targets(rows))]
    return "\n".join(lines)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Markdown; a line for each subject, a column for each size. Median / 95th percentile where there are both."""
    figures, sizes = _by_subject(rows), sorted({row.n for row in rows})
    yield "| | | unit |" + "".join(f" {n:,} |" for n in sizes)
    yield "|---|---|---|" + "---:|" * len(sizes)
    for (bench, subject, unit), values in figures.items():
        if not subject.endswith((", p95", ", repetitions")):
            who = subject.removesuffix(", median")
            cells = (_cell(figures, bench, who, n, values.get(n)) for n in sizes)
            yield f"| {bench} | {who} | {unit} |" + "".join(f" {cell} |" for cell in cells)


def _by_subject(rows: Iterable[Row]) -> Figures:
    found: Figures = {}
    for row in rows:
        found.setdefault((row.bench, row.subject, row.unit), {})[row.n] = row.value
    return found


def _cell(figures: Figures, bench: str, who: str, n: int, value: float | None) -> str:
    if value is None:
        return ""
    times = figures.get((bench, f"{who}, repetitions", "times"), {}).get(n)
    if times is None:
        return _digits(value)
    if times < WORTH_A_PERCENTILE:
        return f"{_digits(value)} ({times:.0f}×)"
    return f"{_digits(value)} / {_digits(figures[bench, f'{who}, p95', 'ms'][n])}"


def _digits(value: float) -> str:
    """Three that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
