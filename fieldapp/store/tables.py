"""The documents in memory: each as its JSON until somebody looks into it."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeAlias, cast

from fieldapp.store.changes import BESIDE, Change, Deed

Document: TypeAlias = dict[str, Any]
Rows: TypeAlias = dict[str, bytes | Document]
View: TypeAlias = Mapping[str, Mapping[str, bytes | Document]]
"""Nothing in it changes: a document that is changed is another one."""

# Documents read together share the strings of their field names.
_READ_TOGETHER = 256
_PUT = int(Deed.PUT)
# Noting every container, to find one inside itself, is a sixth of the work: that is left to a second try.
_encode, _encode_strictly, _encode_noting = (
    json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=notes, allow_nan=nan).encode
    for notes, nan in ((False, True), (False, False), (True, True))
)


def json_bytes(value: Any, *, allow_nan: bool = True) -> bytes:
    """As TinyDB's JSONStorage would write it, in UTF-8. Raises TypeError, ValueError or RecursionError as it does."""
    try:
        text = _encode(value) if allow_nan else _encode_strictly(value)
    except RecursionError:
        text = _encode_noting(value)
    try:
        return text.encode()
    except UnicodeEncodeError:
        # Half a surrogate pair has no UTF-8; as an escape it has JSON.
        return json.dumps(value, separators=(",", ":")).encode()


class Tables:
    """Every table by its name: document number (decimal) → document."""

    def __init__(self) -> None:
        self._tables: dict[str, Rows] = {}
        self._unread: set[str] = set()
        self.has_begun = False

    def __contains__(self, name: str) -> bool:
        return name in self._tables

    def names(self) -> set[str]:
        return set(self._tables)

    def rows(self, name: str) -> Mapping[str, bytes | Document]:
        return self._tables.get(name, {})

    def read(self, name: str) -> Mapping[str, Document]:
        """With every document looked into. They are the store's own and must not be changed."""
        rows = self._tables.get(name, {})
        if name in self._unread:
            _read_all(rows)
            self._unread.discard(name)
        return cast(Mapping[str, Document], rows)

    def forget(self) -> None:
        self._tables.clear()
        self._unread.clear()

    def view(self) -> View:
        return {name: dict(rows) for name, rows in self._tables.items()}

    def apply(self, changes: Iterable[Change]) -> None:
        """Raises ValueError or KeyError for a change that makes no sense."""
        self.has_begun = True
        # Opening a store is this loop, and nearly all of it is putting.
        tables, unread = self._tables, self._unread
        for change in changes:
            deed, name, number, body = change
            if deed != _PUT:
                self._apply(change)
            elif name in unread:
                tables[name][number] = body
            else:
                tables.setdefault(name, {})[number] = body
                unread.add(name)

    def _apply(self, change: Change) -> None:
        deed, name, number, _ = change
        if deed == Deed.DELETE:
            self._tables[name].pop(number)
        elif deed == Deed.EMPTY:
            self._tables[name] = {}
        elif deed == Deed.DROP:
            del self._tables[name]
            self._unread.discard(name)
        elif deed == Deed.DROP_ALL:
            self._tables.clear()
            self._unread.clear()
        elif deed not in BESIDE:
            raise ValueError(f"deed {deed}")


def fresh(row: bytes | Document) -> Document:
    """A document that the caller may change."""
    if isinstance(row, bytes):
        document: Document = json.loads(row)
        return document
    return cast(Document, copied(row))


def all_fresh(rows: Mapping[str, bytes | Document]) -> Iterator[tuple[str, Document]]:
    """As `fresh` for each, with those nobody has looked into parsed together. The rows may change meanwhile."""
    remaining = iter(list(rows.items()))
    while some := list(islice(remaining, _READ_TOGETHER)):
        parsed = iter(_parsed(row for _, row in some if isinstance(row, bytes)))
        for number, row in some:
            yield number, next(parsed) if isinstance(row, bytes) else cast(Document, copied(row))


def copied(value: Any) -> Any:
    # copy.deepcopy takes ten times as long, and JSON has only these two containers.
    if isinstance(value, dict):
        return {name: copied(inner) if isinstance(inner, (dict, list)) else inner for name, inner in value.items()}
    if isinstance(value, list):
        return [copied(inner) if isinstance(inner, (dict, list)) else inner for inner in value]
    return value


def changes_of(view: View) -> Iterator[Change]:
    """What makes these tables out of nothing."""
    for name, rows in view.items():
        yield Change(Deed.EMPTY, name)
        for number, row in rows.items():
            yield Change(Deed.PUT, name, number, row if isinstance(row, bytes) else json_bytes(row))


def _read_all(rows: Rows) -> None:
    unread = [(number, row) for number, row in rows.items() if isinstance(row, bytes)]
    for start in range(0, len(unread), _READ_TOGETHER):
        some = unread[start : start + _READ_TOGETHER]
        rows.update(zip((number for number, _ in some), _parsed(row for _, row in some), strict=True))


def _parsed(rows: Iterable[bytes]) -> list[Document]:
    documents: list[Document] = json.loads(b"[" + b",".join(rows) + b"]")
    return documents
