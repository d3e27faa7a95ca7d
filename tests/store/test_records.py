import itertools

from fieldapp.domain.merge import conflicts, new_change, shown
from fieldapp.store import records
from fieldapp.store.store import Store
from sync.protocol.circle import Circle
from tests.store.envelopes import OWN, SHARED

STAMP = "0192f0c1a2b3c-000"


def change(before, *, writer="aa.0", n=1, **fields):
    return new_change(before, type="contact", id="c1", set=fields, writer=writer, at=f"{STAMP}{n}")


def put(store, *changes, circle=OWN.circle):
    with store.one_write() as write:
        for one in changes:
            records.put_change(write, circle, one)


def test_a_change_becomes_a_record_that_survives_a_restart(store, folder, key):
    put(store, change(None, name="Åsa"))
    store.close()
    again = Store(folder, key)

    found = records.record(again, "contact", "c1")
    assert shown(found, "name") == "Åsa"
    assert [one["id"] for one in records.records(again, "contact")] == ["c1"]
    again.close()


def test_what_is_unknown_is_none(store):
    assert records.record(store, "contact", "c1") is None
    assert records.records(store, "contact") == []
    assert records.circle_of(store, "contact", "c1") is None


def test_changes_in_one_write_build_on_each_other(store):
    with store.one_write() as write:
        records.put_change(write, OWN.circle, change(None, name="Åsa"))
        before = records.in_write(write, "contact", "c1")
        records.put_change(write, OWN.circle, change(before, n=2, phone="070"))

    found = records.record(store, "contact", "c1")
    assert (shown(found, "name"), shown(found, "phone")) == ("Åsa", "070")
    assert conflicts(found) == []


def test_concurrent_changes_are_both_kept_in_any_order(folder, key):
    first = change(None, name="Åsa")
    second = change(None, writer="bb.0", n=2, name="Asa")
    third = change(None, writer="cc.0", n=3, name="A")
    seen = []
    for number, order in enumerate(itertools.permutations([first, second, third])):
        store = Store(folder / str(number), key)
        put(store, *order, *order[:1])
        seen.append(records.record(store, "contact", "c1"))
        store.close()

    assert all(one == seen[0] for one in seen)
    assert len(conflicts(seen[0])[0].values) == 3


def test_a_record_stays_in_the_circle_of_its_first_change(store):
    put(store, change(None, name="Åsa"))
    put(store, change(None, writer="bb.0", n=2, phone="070"), circle=SHARED.circle)

    assert records.circle_of(store, "contact", "c1") == OWN.circle
    assert records.circle_of(store, "contact", "c1") != Circle.shared(b"x" * 16)
