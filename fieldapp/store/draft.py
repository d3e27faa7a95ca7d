"""A table as one operation of TinyDB is making it."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from fieldapp.store.changes import Change, Deed
from fieldapp.store.tables import Tables, fresh, json_bytes


class Draft(MutableMapping[int, Any]):
    """What is looked at is a copy; what differs from before at the end is a change."""

    def __init__(self, tables: Tables, name: str, number_of: Callable[[str], int]) -> None:
        self._name = name
        self._is_new = name not in tables
        self._rows = tables.rows(name)
        self._number_of = number_of
        self._is_emptied = False
        self._touched: dict[str, Any] = {}
        self._removed: dict[str, None] = {}

    def __contains__(self, number: object) -> bool:
        return str(number) in self._touched or self._is_untouched(str(number))

    def __getitem__(self, number: int) -> Any:
        key = str(number)
        if key not in self._touched:
            if not self._is_untouched(key):
                raise KeyError(number)
            self._touched[key] = fresh(self._rows[key])
        return self._touched[key]

    def __setitem__(self, number: int, document: Any) -> None:
        self._touched[str(number)] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self._touched.pop(str(number), None)
        if str(number) in self._rows:
            self._removed[str(number)] = None

    def __iter__(self) -> Iterator[int]:
        kept = [key for key in self._rows if key in self._touched or self._is_untouched(key)]
        added = [key for key in self._touched if key not in self._rows]
        return iter([self._number_of(key) for key in (*kept, *added)])

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self._touched.clear()
        self._is_emptied = True

    def changes(self) -> list[Change]:
        """Raises TypeError, ValueError or RecursionError for what JSON cannot hold."""
        rows = {key: json_bytes(document) for key, document in self._touched.items()}
        if self._is_new or self._is_emptied:
            return [Change(Deed.EMPTY, self._name), *self._put(rows)]
        # Looking at a document is not changing it.
        put = self._put({key: row for key, row in rows.items() if self._differs(key, row)})
        return [*(Change(Deed.DELETE, self._name, key) for key in self._removed), *put]

    def _put(self, rows: Mapping[str, bytes]) -> list[Change]:
        return [Change(Deed.PUT, self._name, key, row) for key, row in rows.items()]

    def _differs(self, key: str, row: bytes) -> bool:
        before = None if key in self._removed else self._rows.get(key)
        if not isinstance(before, dict):
            return row != before
        # What Python calls equal may still be other JSON: 1, 1.0 and True, or another order.
        return bool(self._touched[key] != before) or row != json_bytes(before)

    def _is_untouched(self, key: str) -> bool:
        return not self._is_emptied and key in self._rows and key not in self._removed
