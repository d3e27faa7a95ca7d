"""The same random operations on our database and on stock TinyDB with its JSONStorage: same answers, same errors."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from tinydb import TinyDB, where
from tinydb.operations import add, delete, increment
from tinydb.table import Document

from fieldapp.store import open_database
from fieldapp.store.journal_storage import JournalStorage

KEY = bytes(range(32))
EXAMPLES = int(os.environ.get("STORE_EXAMPLES", "40"))
"""More for a long run: STORE_EXAMPLES=5000."""

FIELDS = st.sampled_from(["a", "b", "c"])
SMALL = st.integers(-2, 6)
LEAVES = st.none() | st.booleans() | SMALL | st.floats() | st.text(max_size=4) | st.sampled_from(["\ud800", "å😀"])
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2) | SMALL | st.booleans() | st.none(), inner, max_size=2)
    ),
    max_leaves=5,
)
NOT_JSON = st.sampled_from([b"bytes", {1, 2}, object, {("a", "b"): 1}, 1j])
DOCUMENTS = st.dictionaries(FIELDS, VALUES, max_size=3)
BROKEN = st.builds(lambda before, value: {**before, "b": value}, DOCUMENTS, NOT_JSON)
TABLES = st.sampled_from(["_default", "contact", "visit"])
NUMBERS = st.integers(1, 9)
CONDITIONS = st.one_of(
    st.builds(lambda field, value: where(field) == value, FIELDS, SMALL),
    st.builds(lambda field: where(field).exists(), FIELDS),
    st.builds(lambda field, value: where(field) > value, FIELDS, SMALL),
    st.builds(lambda field: ~where(field).exists(), FIELDS),
    st.builds(lambda field: where(field).test(lambda value: isinstance(value, list)), FIELDS),
)
TRANSFORMS = st.one_of(
    st.builds(increment, FIELDS), st.builds(delete, FIELDS), st.builds(add, FIELDS, SMALL), DOCUMENTS, BROKEN
)

Operation = Callable[[TinyDB], Any]


class LikeStock(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        self.ours, self.stock = root / "ours", root / "stock.json"
        self.pair: list[TinyDB] = []
        self.is_bare = False
        self.open()

    def open(self) -> None:
        ours = TinyDB(self.ours, KEY, storage=JournalStorage) if self.is_bare else open_database(self.ours, KEY)
        self.pair = [ours, TinyDB(self.stock)]

    def teardown(self) -> None:
        for database in self.pair:
            database.close()
        self._folder.cleanup()

    def both(self, operation: Operation) -> None:
        told = [_answer(operation, database) for database in self.pair]

        assert told[0] == told[1]
        assert _contents(self.pair[0]) == _contents(self.pair[1])

    @rule(table=TABLES, document=DOCUMENTS | BROKEN)
    def insert(self, table: str, document: dict[Any, Any]) -> None:
        self.both(lambda database: database.table(table).insert(document))

    @rule(table=TABLES, number=NUMBERS, document=DOCUMENTS)
    def insert_numbered(self, table: str, number: int, document: dict[Any, Any]) -> None:
        self.both(lambda database: database.table(table).insert(Document(document, number)))

    @rule(table=TABLES, documents=st.lists(DOCUMENTS | BROKEN | st.just("none"), max_size=4))
    def insert_multiple(self, table: str, documents: list[Any]) -> None:
        self.both(lambda database: database.table(table).insert_multiple(documents))

    @rule(table=TABLES, fields=TRANSFORMS, cond=CONDITIONS | st.none())
    def update(self, table: str, fields: Any, cond: Any) -> None:
        self.both(lambda database: database.table(table).update(fields, cond))

    @rule(table=TABLES, fields=TRANSFORMS, numbers=st.lists(NUMBERS, max_size=3))
    def update_numbered(self, table: str, fields: Any, numbers: list[int]) -> None:
        self.both(lambda database: database.table(table).update(fields, doc_ids=numbers))

    @rule(table=TABLES, updates=st.lists(st.tuples(TRANSFORMS, CONDITIONS), max_size=3))
    def update_multiple(self, table: str, updates: list[Any]) -> None:
        self.both(lambda database: database.table(table).update_multiple(updates))

    @rule(table=TABLES, document=DOCUMENTS, cond=CONDITIONS | st.none())
    def upsert(self, table: str, document: dict[Any, Any], cond: Any) -> None:
        self.both(lambda database: database.table(table).upsert(document, cond))

    @rule(table=TABLES, document=DOCUMENTS, number=NUMBERS)
    def upsert_numbered(self, table: str, document: dict[Any, Any], number: int) -> None:
        self.both(lambda database: database.table(table).upsert(Document(document, number)))

    @rule(table=TABLES, cond=CONDITIONS | st.none())
    def remove(self, table: str, cond: Any) -> None:
        self.both(lambda database: database.table(table).remove(cond))

    @rule(table=TABLES, numbers=st.lists(NUMBERS, max_size=3))
    def remove_numbered(self, table: str, numbers: list[int]) -> None:
        self.both(lambda database: database.table(table).remove(doc_ids=numbers))

    @rule(table=TABLES)
    def truncate(self, table: str) -> None:
        self.both(lambda database: database.table(table).truncate())

    @rule(table=TABLES)
    def drop_table(self, table: str) -> None:
        self.both(lambda database: database.drop_table(table))

    @rule()
    def drop_tables(self) -> None:
        self.both(lambda database: database.drop_tables())

    @rule(table=TABLES, cond=CONDITIONS)
    def ask(self, table: str, cond: Any) -> None:
        self.both(lambda database: database.table(table).search(cond))
        self.both(lambda database: database.table(table).search(cond))
        self.both(lambda database: database.table(table).count(cond))
        self.both(lambda database: database.table(table).contains(cond))
        self.both(lambda database: database.table(table).get(cond))

    @rule(table=TABLES, numbers=st.lists(NUMBERS, min_size=1, max_size=3))
    def ask_numbered(self, table: str, numbers: list[int]) -> None:
        self.both(lambda database: database.table(table).get(doc_id=numbers[0]))
        self.both(lambda database: database.table(table).get(doc_ids=numbers))
        self.both(lambda database: database.table(table).contains(doc_id=numbers[0]))
        self.both(lambda database: database.table(table).get())

    @rule(table=TABLES, cond=CONDITIONS)
    def spoil_what_was_given(self, table: str, cond: Any) -> None:
        self.both(lambda database: [_spoil(document) for document in database.table(table).search(cond)])

    @rule(table=TABLES)
    def look_again_for_everything(self, table: str) -> None:
        self.both(lambda database: len(database.table(table)))
        self.both(lambda database: [(one.doc_id, one) for one in database.table(table)])
        # Names of tables are a set, which prints in any order.
        self.both(lambda database: sorted(repr(database).partition(" ")[2]))

    @rule(is_bare=st.booleans())
    def restart(self, is_bare: bool) -> None:
        for database in self.pair:
            database.close()
        self.both(lambda database: database.table("visit").insert({"a": 1}))
        self.is_bare = is_bare
        self.open()
        self.both(lambda database: database.table("visit").all())

    @precondition(lambda self: not self.is_bare)
    @rule()
    def compact(self) -> None:
        self.pair[0].storage.compact()
        self.both(lambda database: database.all())


def _answer(operation: Operation, database: TinyDB) -> object:
    try:
        return _shown(operation(database))
    except (TypeError, ValueError, LookupError, RuntimeError, AttributeError) as error:
        # Ours says in words what stock says as a ValueError.
        return ValueError if isinstance(error, ValueError) else type(error)


def _contents(database: TinyDB) -> object:
    try:
        names = sorted(database.tables())
        return [(name, [(one.doc_id, _shown(one)) for one in database.table(name)]) for name in names]
    except ValueError:
        return "closed"


def _shown(value: object) -> str:
    """NaN is not equal to itself, and 1 is equal to True: as text they are."""
    kinds = [type(one).__name__ for one in value] if isinstance(value, list) else []
    return f"{type(value).__name__} {kinds} {value!r}"


def _spoil(document: Document) -> None:
    document["spoilt"] = True
    for value in document.values():
        if isinstance(value, list):
            value.append("spoilt")


# A database is opened and closed at every step, and each step is on the disk.
LIMITS = settings(
    max_examples=EXAMPLES,
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@pytest.mark.timeout(3600)
def test_the_same_operations_give_the_same_answers_and_the_same_errors():
    run_state_machine_as_test(LikeStock, settings=LIMITS)
