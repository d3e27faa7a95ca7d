"""The steps of a writer of the app's store, and what a write leaves behind."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from fieldapp.store.store import document_id
from tests.crash.expected import State

Puts: TypeAlias = Callable[[Any], None]
"""Puts its documents into a write: the store's, or a remembered one."""


class GaveUp(Exception):
    """The worker left in the middle of a write."""


@dataclass(frozen=True, slots=True)
class Transaction:
    puts: Puts

    def do(self, app: Any) -> None:
        with app.store.one_write() as write:
            self.puts(write)

    def expect(self, state: State) -> State:
        write = Remembered(state)
        self.puts(write)
        return write.saved()


@dataclass(frozen=True, slots=True)
class HalfGivenUp:
    """An inner write is left by an exception: what was put before it stays, what was put in it goes."""

    kept: Puts
    dropped: Puts

    def do(self, app: Any) -> None:
        with app.store.one_write() as write:
            self.kept(write)
            with suppress(GaveUp), app.store.one_write() as inner:
                self.dropped(inner)
                raise GaveUp

    def expect(self, state: State) -> State:
        return Transaction(self.kept).expect(state)


@dataclass(frozen=True, slots=True)
class GivenUp:
    dropped: Puts

    def do(self, app: Any) -> None:
        with suppress(GaveUp), app.store.one_write() as write:
            self.dropped(write)
            raise GaveUp

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Reopened:
    def do(self, app: Any) -> None:
        app.close()
        app.open()

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Compacted:
    def do(self, app: Any) -> None:
        app.compact()

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Rekeyed:
    key: bytes

    def do(self, app: Any) -> None:
        app.rekey(self.key)

    def expect(self, state: State) -> State:
        return replace(state, key=self.key)


class Remembered:
    """A write on a remembered state, with the store's own operations."""

    def __init__(self, state: State) -> None:
        self._key, self._envelopes = state.key, dict(state.envelopes)
        self._tables = {name: dict(documents) for name, documents in state.content.items()}

    def get(self, table: str, key: str) -> dict[str, Any] | None:
        return self._tables.get(table, {}).get(str(document_id(key)))  # type: ignore[return-value]

    def put(self, table: str, key: str, document: dict[str, Any]) -> None:
        self._tables.setdefault(table, {})[str(document_id(key))] = {**document, "key": key}

    def delete(self, table: str, key: str) -> None:
        self._tables.get(table, {}).pop(str(document_id(key)), None)

    def keep_envelope(self, kind: int, id_: bytes, body: bytes) -> None:
        self._envelopes[id_.hex()] = body

    def answered(self, id_: bytes) -> None:
        """The copy stays."""

    def forget_envelope(self, id_: bytes) -> None:
        self._envelopes.pop(id_.hex(), None)

    def saved(self) -> State:
        return State({name: table for name, table in self._tables.items() if table}, self._key, self._envelopes)
