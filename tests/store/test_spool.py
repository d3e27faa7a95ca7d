import base64
import threading
from datetime import UTC, datetime

import pytest

from fieldapp.store import outbox, purging
from fieldapp.store.damage import StoreFromNewerApp
from fieldapp.store.durable_file import NotSaved, SaveUnconfirmed
from fieldapp.store.envelope_entries import Entry, Note
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from fieldapp.store.store import Store
from tests.store.envelopes import AUTHOR, OWN, SHARED, envelope, watch_line

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


@pytest.fixture
def spool(folder, store):
    spool = Spool(folder)
    spool.mend(store)
    return spool


def add(store, number, watch=None):
    made = envelope(number)
    with store.one_write() as write:
        outbox.add_envelope(write, made, watch=watch, made_at=AT, records=["r1"])
    return made


def answer(store, item_id):
    with store.one_write() as write:
        outbox.receipted(write, item_id, None, AT)


def test_what_waits_can_be_read_without_the_vault(spool, store, folder):
    first, second = add(store, 1, watch_line()), add(store, 2)
    with store.one_write() as write:
        outbox.add_statement(write, b"s" * 32, b"a statement", made_at=AT)
        outbox.add_grant(write, b"g" * 32, b"a grant", gives=SHARED.circle, made_at=AT)
    waiting = outbox.waiting(store, Kind.ENVELOPE)
    store.close()

    again = Spool(folder)
    assert again.waiting(Kind.ENVELOPE) == waiting
    assert [item.id for item in waiting] == [first.id, second.id]
    assert waiting[0].watch == watch_line()
    assert [item.raw for item in again.waiting(Kind.STATEMENT)] == [b"a statement"]
    assert [item.kind for item in again.waiting()] == [Kind.STATEMENT, Kind.GRANT, Kind.ENVELOPE, Kind.ENVELOPE]


def test_a_receipt_takes_it_out(spool, store):
    first, second = add(store, 1), add(store, 2)
    with store.one_write() as write:
        outbox.receipted(write, first.id, None, AT)

    assert [item.id for item in spool.waiting()] == [second.id]


def test_what_was_delivered_while_locked_waits_again_at_the_unlock_and_is_pushed_twice(store, folder, key):
    first, second = add(store, 1), add(store, 2)
    store.close()
    Spool(folder).delivered({first.id})
    assert [item.id for item in Spool(folder).waiting()] == [second.id]

    unlocked = Store(folder, key)
    Spool(folder).mend(unlocked)
    assert [item.id for item in Spool(folder).waiting()] == [first.id, second.id]
    unlocked.close()


def test_changes_elsewhere_do_not_write_it(spool, store, folder):
    add(store, 1)
    before = (folder / "envelopes.log").read_bytes()
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})

    assert (folder / "envelopes.log").read_bytes() == before


def test_a_log_that_cannot_be_written_does_not_spoil_the_save_and_gets_it_with_the_next(spool, store, folder):
    (folder / "envelopes.log.new").mkdir()
    made = add(store, 1)
    assert [item.id for item in outbox.waiting(store, Kind.ENVELOPE)] == [made.id]
    assert spool.waiting() == []

    (folder / "envelopes.log.new").rmdir()
    second = add(store, 2)
    assert [item.id for item in spool.waiting()] == [made.id, second.id]


def reopened(store, folder, key):
    store.close()
    return Store(folder, key)


def test_a_log_cut_at_any_byte_still_gives_what_is_whole_and_is_mended_from_the_journal(store, folder, key):
    made = [add(store, number).id for number in (1, 2)]
    store.close()
    log = folder / "envelopes.log"
    whole = log.read_bytes()
    for length in (*range(0, len(whole), 7), len(whole) - 1):
        log.write_bytes(whole[:length])
        assert [item.id for item in Spool(folder).waiting()] in (made[:0], made[:1])
        Store(folder, key).close()

        assert [item.id for item in Spool(folder).waiting()] == made


def test_a_break_in_the_middle_costs_one_envelope_and_is_mended(store, folder, key):
    made = [add(store, number).id for number in (1, 2, 3)]
    store.close()
    log = folder / "envelopes.log"
    broken = bytearray(log.read_bytes())
    broken[len(broken) // 2] ^= 1
    log.write_bytes(broken)
    assert [item.id for item in Spool(folder).waiting()] == [made[0], made[2]]

    again = Store(folder, key)
    assert {item.id for item in Spool(folder).waiting()} == set(made)
    assert [item.id for item in outbox.waiting(again, Kind.ENVELOPE)] == made
    again.close()


def test_another_envelope_under_its_id_is_not_sent(store, folder):
    made = add(store, 1)
    store.envelopes.take([Entry(Note.ITEM, 2, made.id, outbox.body_of(envelope(2).to_bytes(), None))])

    assert Spool(folder).waiting() == []
    assert outbox.waiting(store, Kind.ENVELOPE) == []
    assert outbox.summary(store).waiting == 1


def test_a_broken_head_of_the_log_costs_nothing(store, folder, key):
    made = add(store, 1)
    store.compact()
    store.close()
    (folder / "envelopes.log").write_bytes(b"\x01XXXX" + (folder / "envelopes.log").read_bytes()[5:])
    Store(folder, key).close()

    assert [item.id for item in Spool(folder).waiting()] == [made.id]


def test_a_compaction_leaves_every_envelope_in_the_log_on_the_disk(store, folder, key):
    made = [add(store, number) for number in (1, 2)]
    answer(store, made[0].id)
    store.compact()
    assert [path.name for path in folder.iterdir() if made[1].to_bytes() in path.read_bytes()] == ["envelopes.log"]

    again = reopened(store, folder, key)
    assert [item.raw for item in outbox.waiting(again, Kind.ENVELOPE)] == [made[1].to_bytes()]
    assert outbox.item_of(again.envelopes, made[0].id).raw == made[0].to_bytes()
    assert [item.id for item in Spool(folder).waiting()] == [made[1].id]
    again.close()


def test_a_compaction_stops_when_an_envelope_cannot_be_put_into_the_log(store, folder, key):
    (folder / "envelopes.log.new").mkdir()
    made = add(store, 1)
    with pytest.raises(NotSaved):
        store.compact()
    assert not (folder / "store.snapshot").exists()

    (folder / "envelopes.log.new").rmdir()
    again = reopened(store, folder, key)
    assert [item.raw for item in outbox.waiting(again, Kind.ENVELOPE)] == [made.to_bytes()]
    again.close()


def test_the_tables_do_not_hold_the_bytes(store):
    add(store, 1, watch_line())

    assert all(len(str(row)) < 500 for row in store.all(outbox.WAITING))


def test_the_copy_of_what_was_dropped_goes_with_the_change_of_key(store, folder):
    made = [add(store, number) for number in (1, 2)]
    for one in made:
        answer(store, one.id)
    with store.one_write() as write:
        purging.drop_circle(write, OWN.circle)
    store.rekey(bytes(32))

    assert store.all(outbox.SENT) == []
    assert [path.name for path in folder.iterdir() if made[0].to_bytes() in path.read_bytes()] == []


def test_a_row_of_the_first_version_is_put_into_the_log(store, folder):
    made = envelope(1)
    raw = base64.b64encode(made.to_bytes()).decode()
    row = {"order": 1, "kind": "envelope", "raw": raw, "made_at": AT.isoformat(), "circle": OWN.circle.hex()}
    with store.one_write() as write:
        write.put(outbox.WAITING, made.id.hex(), row | {"watch": None, "records": ["r1"]})
    (folder / "waiting.spool").write_bytes(b"of the first version")
    assert [item.raw for item in outbox.waiting(store, Kind.ENVELOPE)] == [made.to_bytes()]
    Spool(folder).mend(store)

    assert [item.raw for item in Spool(folder).waiting()] == [made.to_bytes()]
    assert not (folder / "waiting.spool").exists()


def test_a_log_of_a_newer_app_is_refused_and_not_touched(store, folder, key):
    add(store, 1)
    store.close()
    newer = b"\x02" + (folder / "envelopes.log").read_bytes()[1:]
    (folder / "envelopes.log").write_bytes(newer)
    with pytest.raises(StoreFromNewerApp):
        Store(folder, key)

    assert Spool(folder).waiting() == []
    assert (folder / "envelopes.log").read_bytes() == newer


def test_a_change_of_key_whose_log_cannot_be_written_says_that_either_key_may_hold(store, folder):
    made = add(store, 1)
    (folder / "envelopes.log.new").mkdir()
    with pytest.raises(SaveUnconfirmed):
        store.rekey(bytes(32))
    store.close()
    (folder / "envelopes.log.new").rmdir()

    again = Store(folder, bytes(32))
    assert [item.id for item in outbox.waiting(again, Kind.ENVELOPE)] == [made.id]
    again.close()


def test_what_a_write_dropped_never_reaches_the_log(store, folder):
    def break_inside():
        with store.one_write() as inner:
            outbox.add_envelope(inner, envelope(1), watch=None, made_at=AT, records=["r1"])
            raise ArithmeticError

    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})
        with pytest.raises(ArithmeticError):
            break_inside()

    assert Spool(folder).waiting() == []
    assert not (folder / "envelopes.log").exists()


def test_a_missing_spool_reads_as_empty(folder):
    assert Spool(folder).waiting() == []


def test_threads_leave_a_whole_and_current_spool(spool, store):
    def work(start):
        for number in range(start, start + 8):
            add(store, number)

    threads = [threading.Thread(target=work, args=(start,)) for start in (1, 101, 201)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {item.id for item in spool.waiting()} == {item.id for item in outbox.waiting(store, Kind.ENVELOPE)}
    assert len(spool.waiting()) == 24


def test_what_is_sealed_stays_sealed(spool, store, folder):
    add(store, 1)

    assert b"PLANTED" not in (folder / "envelopes.log").read_bytes()
    assert AUTHOR.private_bytes_raw() not in (folder / "envelopes.log").read_bytes()
