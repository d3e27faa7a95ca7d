"""What a writer of plain TinyDB does, on our storage or on TinyDB's own."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from tinydb import TinyDB, where
from tinydb.operations import delete, increment
from tinydb.operations import set as set_field
from tinydb.storages import MemoryStorage
from tinydb.table import Document

from tests.crash.expected import State, Step
from tests.crash.steps import Compacted, Reopened
from tests.crash.visits import note

TABLES = ("contact", "visit", "follow_up")


@dataclass(frozen=True, slots=True)
class Change:
    """One TinyDB operation."""

    change: Callable[[TinyDB], object]

    def do(self, app: Any) -> None:
        self.change(app.database)

    def expect(self, state: State) -> State:
        database = TinyDB(storage=MemoryStorage)
        database.storage.write({name: copy.deepcopy(dict(table)) for name, table in state.content.items()})
        self.change(database)
        left: dict[str, dict[Any, Any]] = database.storage.read() or {}
        return State({name: _numbered(table) for name, table in left.items() if table}, state.key)


def _numbered(table: dict[Any, Any]) -> dict[str, Any]:
    return {str(number): dict(document) for number, document in table.items()}


def changes(seed: int, length: int) -> list[Step]:
    """The same steps for the same seed. Numbers of documents are given, so that a failed insert uses none up."""
    return list(_steps(Random(seed), length))


def one_more_change(number: int) -> Change:
    return Change(_inserted(Random(number), number))


def _steps(chance: Random, length: int) -> Iterator[Step]:
    yield Change(_inserted(chance, 1))
    for number in range(2, length + 1):
        yield _step(chance, number)


def _step(chance: Random, number: int) -> Step:
    table, of = chance.choice(TABLES), chance.randrange(number)
    kinds: list[tuple[int, Step]] = [
        (9, Change(_inserted(chance, number))),
        (3, Change(_many_inserted(chance, number))),
        (3, Change(lambda db: db.table(table).update(increment("count"), where("count") >= of))),
        (3, Change(lambda db: db.table(table).update_multiple([(set_field("open", False), where("count") == of)]))),
        (2, Change(lambda db: db.table(table).update(delete("note"), where("note").exists() & (where("count") == of)))),
        (2, Change(lambda db: db.table(table).upsert(Document({"count": of, "upserted": number}, doc_id=of + 1)))),
        (2, Change(lambda db: db.table(table).remove(where("count") == of))),
        (1, Change(lambda db: db.table(table).truncate())),
        (1, Change(lambda db: db.drop_table(table))),
        (2, Reopened()),
        (2, Compacted()),
    ]
    return chance.choices([step for _, step in kinds], [weight for weight, _ in kinds])[0]


def _inserted(chance: Random, number: int) -> Callable[[TinyDB], object]:
    table, document = chance.choice(TABLES), _document(chance, number)
    return lambda database: database.table(table).insert(copy.deepcopy(document))


def _many_inserted(chance: Random, number: int) -> Callable[[TinyDB], object]:
    table, documents = chance.choice(TABLES), [_document(chance, number * 100 + place) for place in range(5)]
    return lambda database: database.table(table).insert_multiple(copy.deepcopy(documents))


def _document(chance: Random, number: int) -> Document:
    return Document({"count": number, "note": note(chance, (40, 600, 5000)), "open": True}, doc_id=number)
