"""What was worked out from a table, kept until the table changes."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias, TypeVar, cast

Rows: TypeAlias = list[Mapping[str, Any]]
Found = TypeVar("Found")


class Derived:
    """The start page asks at each change what is safe, and most of what was ever sent has not changed since."""

    def __init__(self, rows_of: Callable[[str], Rows]) -> None:
        self._rows_of = rows_of
        self._kept: dict[str, dict[Callable[[Rows], Any], Any]] = {}

    def of(self, table: str, work: Callable[[Rows], Found]) -> Found:
        """`work` is a function of the rows alone; what it gives must not be changed."""
        kept = self._kept.setdefault(table, {})
        if work not in kept:
            kept[work] = work(self._rows_of(table))
        return cast(Found, kept[work])

    def forget(self, tables: Iterable[str]) -> None:
        for table in tables:
            self._kept.pop(table, None)
