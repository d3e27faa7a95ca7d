"""What was worked out from a table or a row, kept until it changes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = list[Row]
Found = TypeVar("Found")


class Derived:
    """The start page asks at each change what is safe, and most of what was ever sent has not changed since."""

    def __init__(self, rows_of: Callable[[str], Rows]) -> None:
        self._rows_of = rows_of
        self._kept: dict[str, dict[Callable[[Rows], Any], Any]] = {}
        self._read: dict[str, dict[Callable[[Row], Any], dict[str, Any]]] = {}

    def of(self, table: str, work: Callable[[Rows], Found]) -> Found:
        """`work` is a function of the rows alone; what it gives must not be changed."""
        kept = self._kept.setdefault(table, {})
        if work not in kept:
            kept[work] = work(self._rows_of(table))
        return cast(Found, kept[work])

    def each(self, table: str, read: Callable[[Row], Found]) -> list[Found]:
        """`read` is a function of one row alone; what it gives must not be changed."""
        kept = self._read.setdefault(table, {}).setdefault(read, {})
        return [_once(kept, row, read) for row in self._rows_of(table)]

    def forget(self, changed: Mapping[str, Iterable[str]]) -> None:
        """The keys of the rows by table."""
        for table, keys in changed.items():
            self._kept.pop(table, None)
            for kept in self._read.get(table, {}).values():
                for key in keys:
                    kept.pop(key, None)


def _once(kept: dict[str, Found], row: Row, read: Callable[[Row], Found]) -> Found:
    key = row["key"]
    if key not in kept:
        kept[key] = read(row)
    return kept[key]
