import threading

import pytest

from fieldapp.store.damage import StoreClosed
from fieldapp.store.durable_file import NotSaved
from fieldapp.store.journal_storage import JournalStorage
from fieldapp.store.store import Store, document_id
from tests.store.failing import journal_of, unwritable


def put(store, table, key, **fields):
    with store.one_write() as write:
        write.put(table, key, fields)


def reopened(store, folder, key):
    store.close()
    return Store(folder, key)


def test_a_put_comes_back_with_its_key_after_a_restart(store, folder, key):
    put(store, "contact", "c1", name="Åsa", needs=["sleep"])

    with_restart = reopened(store, folder, key)
    assert with_restart.get("contact", "c1") == {"key": "c1", "name": "Åsa", "needs": ["sleep"]}
    assert with_restart.all("contact") == [{"key": "c1", "name": "Åsa", "needs": ["sleep"]}]
    assert with_restart.count("contact") == 1
    with_restart.close()


def test_what_is_not_there_is_none(store):
    assert store.get("contact", "c1") is None
    assert store.all("contact") == []
    assert store.count("contact") == 0


def test_a_put_replaces_the_whole_document(store):
    put(store, "contact", "c1", name="Åsa", age=4)
    put(store, "contact", "c1", name="Bo")

    assert store.get("contact", "c1") == {"key": "c1", "name": "Bo"}


def test_a_write_sees_its_own_puts_and_nobody_else_does(store):
    put(store, "contact", "old", n=0)
    with store.one_write() as write:
        write.put("contact", "new", {"n": 1})
        write.delete("contact", "old")

        assert write.get("contact", "new") == {"key": "new", "n": 1}
        assert write.get("contact", "old") is None
        assert write.all("contact") == [{"key": "new", "n": 1}]
        assert store.get("contact", "new") is None
        assert store.get("contact", "old") == {"key": "old", "n": 0}


def test_a_deletion_survives_a_restart(store, folder, key):
    put(store, "contact", "c1", n=1)
    put(store, "contact", "c2", n=2)
    with store.one_write() as write:
        write.delete("contact", "c1")
        write.delete("contact", "never was")

    with_restart = reopened(store, folder, key)
    assert [document["key"] for document in with_restart.all("contact")] == ["c2"]
    with_restart.close()


def test_one_write_is_one_save_for_many_documents_in_many_tables(store, folder):
    put(store, "contact", "c0", n=0)
    saves = []
    store.on_change(saves.append)
    with store.one_write() as write:
        for n in range(20):
            write.put("contact", f"c{n}", {"n": n})
            write.put("outbox", f"o{n}", {"n": n})

    assert saves == [frozenset({"contact", "outbox"})]
    assert store.count("contact") == 20


def test_an_exception_inside_leaves_nothing(store, folder, key):
    def break_half_way():
        with store.one_write() as write:
            write.put("contact", "c1", {"n": 1})
            write.put("outbox", "o1", {"n": 1})
            raise ArithmeticError

    with pytest.raises(ArithmeticError):
        break_half_way()

    assert store.get("contact", "c1") is None
    with_restart = reopened(store, folder, key)
    assert with_restart.count("contact") == with_restart.count("outbox") == 0
    with_restart.close()


def test_a_write_that_cannot_be_saved_leaves_memory_as_it_was(store, folder):
    put(store, "contact", "c1", n=1)
    told = []
    store.on_change(told.append)
    with unwritable(folder), pytest.raises(NotSaved):
        put(store, "contact", "c1", n=2)

    assert store.get("contact", "c1") == {"key": "c1", "n": 1}
    assert told == []


def test_a_write_inside_a_write_joins_it(store):
    saves = []
    store.on_change(saves.append)
    with store.one_write() as outer:
        outer.put("contact", "c1", {"n": 1})
        with store.one_write() as inner:
            inner.put("contact", "c2", {"n": 2})
        assert store.count("contact") == 0

    assert store.count("contact") == 2
    assert len(saves) == 1


def test_an_inner_write_left_by_an_exception_takes_only_its_own_puts_along(store):
    def break_inside():
        with store.one_write() as inner:
            inner.put("contact", "c1", {"n": 99})
            inner.put("contact", "c2", {"n": 2})
            raise ArithmeticError

    with store.one_write() as outer:
        outer.put("contact", "c1", {"n": 1})
        with pytest.raises(ArithmeticError):
            break_inside()

    assert store.all("contact") == [{"key": "c1", "n": 1}]


def test_a_put_after_the_end_of_the_write_is_refused(store):
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})

    with pytest.raises(RuntimeError):
        write.put("contact", "c2", {"n": 2})


def test_what_is_not_json_is_refused_at_the_put(store):
    with store.one_write() as write:
        with pytest.raises(TypeError):
            write.put("contact", "c1", {"bytes": b"x"})
        with pytest.raises(ValueError, match="JSON"):
            write.put("contact", "c1", {"n": float("nan")})

    assert store.count("contact") == 0


def test_a_caller_cannot_change_the_store_through_what_it_was_given(store):
    mine = {"needs": ["sleep"]}
    with store.one_write() as write:
        write.put("contact", "c1", mine)
        mine["needs"].append("mine")
        write.get("contact", "c1")["needs"].append("write.get")
    store.get("contact", "c1")["needs"].append("get")
    store.all("contact")[0]["needs"].append("all")

    assert store.get("contact", "c1") == {"key": "c1", "needs": ["sleep"]}


def test_an_empty_write_saves_nothing_and_tells_nobody(store, folder):
    told = []
    store.on_change(told.append)
    before = journal_of(folder).read_bytes()
    with store.one_write():
        pass

    assert told == []
    assert journal_of(folder).read_bytes() == before


def test_a_listener_that_stopped_hears_nothing(store):
    told = []
    stop = store.on_change(told.append)
    stop()
    put(store, "contact", "c1", n=1)

    assert told == []


def test_a_listener_can_read_what_was_saved(store):
    seen = []
    store.on_change(lambda _: seen.append(store.get("contact", "c1")))
    put(store, "contact", "c1", n=1)

    assert seen == [{"key": "c1", "n": 1}]


def test_threads_lose_nothing_of_each_other(store):
    def count_up(name):
        for _ in range(25):
            with store.one_write() as write:
                before = (write.get("tally", "t") or {"n": 0})["n"]
                write.put("tally", "t", {"n": before + 1})
                write.put("contact", f"{name}-{before}", {"n": before})

    threads = [threading.Thread(target=count_up, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.get("tally", "t") == {"key": "t", "n": 100}
    assert store.count("contact") == 100


def test_the_number_of_a_document_fits_63_bits():
    assert 0 < document_id("c1") < 2**63
    assert document_id("c1") == document_id("c1") != document_id("c2")


def test_another_key_for_the_whole_store(store, folder):
    put(store, "contact", "c1", n=1)
    store.rekey(bytes(32))

    with_restart = reopened(store, folder, bytes(32))
    assert with_restart.count("contact") == 1
    with_restart.close()


def test_a_closed_store_answers_nothing(store, key, folder):
    put(store, "contact", "c1", n=1)
    other = reopened(store, folder, key)

    with pytest.raises(StoreClosed):
        store.get("contact", "c1")
    other.close()


def test_the_storage_can_be_reached_through_tinydb(folder, key):
    storage = JournalStorage(folder, key)
    storage.write({"contact": {"1": {"key": "c1"}}})
    storage.close()
    store = Store(folder, key)

    assert store.all("contact") == [{"key": "c1"}]
    store.close()
