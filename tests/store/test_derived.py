import pytest

from fieldapp.store.damage import StoreClosed
from fieldapp.store.durable_file import DiskFull
from tests.store.failing import no_room


def put(store, table, key):
    with store.one_write() as write:
        write.put(table, key, {})


def test_it_is_worked_out_again_only_when_its_table_has_changed(store):
    asked = []

    def keys_of(rows):
        asked.append(len(rows))
        return [row["key"] for row in rows]

    put(store, "visit", "v1")
    assert store.derived("visit", keys_of) == ["v1"]
    put(store, "contact", "c1")
    assert store.derived("visit", keys_of) == ["v1"]
    assert asked == [1]

    put(store, "visit", "v2")
    assert store.derived("visit", keys_of) == ["v1", "v2"]
    assert store.derived("contact", keys_of) == ["c1"]


def test_a_row_is_read_again_only_when_it_has_changed(store):
    read = []

    def key_of(row):
        read.append(row["key"])
        return row["key"]

    put(store, "visit", "v1")
    put(store, "visit", "v2")
    assert sorted(store.derived_each("visit", key_of)) == ["v1", "v2"]
    put(store, "visit", "v2")
    put(store, "visit", "v3")
    assert sorted(store.derived_each("visit", key_of)) == ["v1", "v2", "v3"]
    assert sorted(read) == ["v1", "v2", "v2", "v3"]

    with store.one_write() as write:
        write.delete("visit", "v1")
    assert sorted(store.derived_each("visit", key_of)) == ["v2", "v3"]


def test_what_all_rows_make_together_reads_only_the_row_that_changed(store):
    read = []

    def key_of(row):
        read.append(row["key"])
        return row["key"]

    put(store, "visit", "v1")
    put(store, "visit", "v2")
    assert sorted(store.derived_from_each("visit", key_of, sorted)) == ["v1", "v2"]
    put(store, "visit", "v3")
    assert store.derived_from_each("visit", key_of, sorted) == ["v1", "v2", "v3"]
    assert store.derived_from_each("visit", key_of, sorted) == ["v1", "v2", "v3"]
    assert sorted(read) == ["v1", "v2", "v3"]


def test_what_several_tables_make_is_made_again_when_one_of_them_changes(store):
    made = []

    def work():
        made.append(len(made))
        return len(made)

    def asked(beside):
        return store.derived_of_several("both", ("visit", "contact"), beside, work)

    assert [asked(1), asked(1), asked(2)] == [1, 1, 2]
    put(store, "visit", "v1")
    assert asked(2) == 3
    put(store, "tally", "t1")
    assert asked(2) == 3
    assert store.stamp("visit", "contact") != store.stamp("contact")


def test_a_write_that_failed_has_changed_nothing(store, folder):
    assert store.derived("visit", len) == 0
    with no_room(folder), pytest.raises(DiskFull):
        put(store, "visit", "v1")
    assert store.derived("visit", len) == 0

    put(store, "visit", "v1")
    assert store.derived("visit", len) == 1


def test_a_closed_store_does_not_answer_from_what_it_worked_out(store):
    assert store.derived("visit", len) == 0
    store.close()

    with pytest.raises(StoreClosed):
        store.derived("visit", len)
    with pytest.raises(StoreClosed):
        store.derived_each("visit", len)
    with pytest.raises(StoreClosed):
        store.derived_from_each("visit", len, len)
