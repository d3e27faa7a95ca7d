import threading
from datetime import UTC, datetime

import pytest

from fieldapp.store import outbox
from fieldapp.store.outbox import Kind
from fieldapp.store.spool import Spool
from tests.store.envelopes import AUTHOR, envelope, watch_line

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


@pytest.fixture
def spool(folder, store):
    spool = Spool(folder)
    spool.follow(store)
    return spool


def add(store, number, watch=None):
    made = envelope(number)
    with store.one_write() as write:
        outbox.add_envelope(write, made, watch=watch, made_at=AT, records=["r1"])
    return made


def test_what_waits_can_be_read_without_the_vault(spool, store, folder):
    first, second = add(store, 1, watch_line()), add(store, 2)
    with store.one_write() as write:
        outbox.add_statement(write, b"s" * 32, b"a statement", made_at=AT)
        outbox.add_grant(write, b"g" * 32, b"a grant", made_at=AT)
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


def test_what_was_delivered_while_locked_waits_again_at_the_unlock_and_is_pushed_twice(spool, store, folder):
    first, second = add(store, 1), add(store, 2)
    spool.delivered({first.id})
    assert [item.id for item in spool.waiting()] == [second.id]

    Spool(folder).follow(store)
    assert [item.id for item in spool.waiting()] == [first.id, second.id]


def test_changes_elsewhere_do_not_write_it(spool, store, folder):
    add(store, 1)
    before = (folder / "waiting.spool").stat().st_ino
    with store.one_write() as write:
        write.put("contact", "c1", {"n": 1})

    assert (folder / "waiting.spool").stat().st_ino == before


def test_a_spool_that_cannot_be_written_does_not_spoil_the_save(spool, store, folder):
    (folder / "waiting.spool.new").mkdir()
    made = add(store, 1)
    assert [item.id for item in outbox.waiting(store, Kind.ENVELOPE)] == [made.id]
    assert spool.waiting() == []

    (folder / "waiting.spool.new").rmdir()
    Spool(folder).follow(store)
    assert [item.id for item in spool.waiting()] == [made.id]


def test_a_broken_spool_reads_as_empty_and_is_mended(spool, store, folder):
    add(store, 1)
    whole = (folder / "waiting.spool").read_bytes()
    for broken in (
        b"",
        b"\x02" + whole[1:],
        whole[:1] + b"\x09" + whole[2:],
        *(whole[:n] for n in range(2, len(whole))),
    ):
        (folder / "waiting.spool").write_bytes(broken)
        assert spool.waiting() == []

    Spool(folder).follow(store)
    assert len(spool.waiting()) == 1


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

    assert b"PLANTED" not in (folder / "waiting.spool").read_bytes()
    assert AUTHOR.private_bytes_raw() not in (folder / "waiting.spool").read_bytes()
