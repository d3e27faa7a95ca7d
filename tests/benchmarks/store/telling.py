"""The rows side by side, and then the targets."""

from collections.abc import Iterator, Sequence

from tests.benchmarks.rows import Row
from tests.benchmarks.store.backends import BACKENDS
from tests.benchmarks.store.targets import targets

NAMES = [backend.name for backend in BACKENDS]
NOT_MEASURED = "–"


def told(rows: Sequence[Row]) -> str:
    others = [row.as_line() for row in rows if _who(row) not in NAMES or row.bench == "pause"]
    lines = [*_table(rows), "", *others, "", "Targets", *(target.as_line() for target in targets(rows))]
    return "\n".join(lines)


def _table(rows: Sequence[Row]) -> Iterator[str]:
    """Markdown: medians, a line for each thing, a column for each backend, in it the sizes one after another."""
    figures = {(row.bench, row.unit, _who(row), row.n): row.value for row in rows if _is_the_figure(row)}
    sizes, names = sorted({n for *_, n in figures}), [name for name in NAMES if any(name in key for key in figures)]
    yield f"| {' · '.join(f'{n:,}' for n in sizes)} | " + " | ".join(names) + " |"
    yield "|---" * (len(names) + 1) + "|"
    for bench, unit in dict.fromkeys((bench, unit) for bench, unit, *_ in figures):
        cells = (_cell([figures.get((bench, unit, name, n)) for n in sizes]) for name in names)
        yield f"| {bench}, {unit} | " + " | ".join(cells) + " |"


def _is_the_figure(row: Row) -> bool:
    return row.bench != "pause" and _who(row) in NAMES and row.subject in (_who(row), f"{_who(row)}, median")


def _who(row: Row) -> str:
    return row.subject.partition(",")[0]


def _cell(values: Sequence[float | None]) -> str:
    return " · ".join(NOT_MEASURED if value is None else _digits(value) for value in values)


def _digits(value: float) -> str:
    """Three that mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
