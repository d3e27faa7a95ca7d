"""What was worked out from a table or a row, kept until it changes."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

Row: TypeAlias = Mapping[str, Any]
Rows: TypeAlias = list[Row]
Found = TypeVar("Found")
Part = TypeVar("Part")


class Derived:
    """The start page asks at each change what is safe, and most of what was ever sent has not changed since."""

    def __init__(self, rows_of: Callable[[str], Rows]) -> None:
        self._rows_of = rows_of
        self._kept: dict[str, dict[Callable[[Any], Any], Any]] = {}
        self._read: dict[str, dict[Callable[[Row], Any], dict[str, Any]]] = {}
        self._changes: Counter[str] = Counter()
        self._newest: dict[str, tuple[Hashable, Any]] = {}

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

    def from_each(self, table: str, read: Callable[[Row], Part], work: Callable[[list[Part]], Found]) -> Found:
        """`work` on what `read` makes of each row: when one row has changed, only that one is read again."""
        kept = self._kept.setdefault(table, {})
        if work not in kept:
            kept[work] = work(self.each(table, read))
        return cast(Found, kept[work])

    def of_several(self, name: str, tables: Iterable[str], beside: Hashable, work: Callable[[], Found]) -> Found:
        """What `work` made last, as long as these tables and what it depends on `beside` them stand as they did."""
        stands = (self.stamp(tables), beside)
        if name not in self._newest or self._newest[name][0] != stands:
            self._newest[name] = (stands, work())
        return cast(Found, self._newest[name][1])

    def stamp(self, tables: Iterable[str]) -> tuple[int, ...]:
        """Another one after each change of one of these tables."""
        return tuple(self._changes[table] for table in tables)

    def forget(self, changed: Mapping[str, Iterable[str]]) -> None:
        """The keys of the rows by table."""
        for table, keys in changed.items():
            self._changes[table] += 1
            self._kept.pop(table, None)
            for kept in self._read.get(table, {}).values():
                for key in keys:
                    kept.pop(key, None)


def _once(kept: dict[str, Found], row: Row, read: Callable[[Row], Found]) -> Found:
    key = row["key"]
    if key not in kept:
        kept[key] = read(row)
    return kept[key]
