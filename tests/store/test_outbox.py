from datetime import UTC, datetime, timedelta

import pytest

from fieldapp.store import outbox
from fieldapp.store.durable_file import NotSaved
from fieldapp.store.outbox import Kind, OutboxSummary, State
from fieldapp.store.store import Store
from sync.protocol.statement import Head
from tests.store.envelopes import OWN, SHARED, envelope, watch_line
from tests.store.failing import unwritable

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
SAFE = OutboxSummary(waiting=0, receipted=0, quarantined=0, oldest_waiting=None)


def add(store, number, *, key=OWN, records=("r1",), at=AT, watch=None):
    made = envelope(number, key)
    with store.one_write() as write:
        outbox.add_envelope(write, made, watch=watch, made_at=at, records=list(records))
    return made


def answer(store, item_id, code=None, head=None):
    with store.one_write() as write:
        if code:
            outbox.quarantined(write, item_id, code)
        else:
            outbox.receipted(write, item_id, head, AT)


def test_an_empty_outbox_owes_nothing(store):
    assert outbox.summary(store) == SAFE
    assert outbox.states(store) == {}
    assert outbox.waiting(store, Kind.ENVELOPE) == []


def test_what_waits_comes_in_the_order_it_was_made_also_after_a_restart(store, folder, key):
    made = [add(store, number).id for number in range(1, 12)]
    store.close()
    again = Store(folder, key)

    assert [item.id for item in outbox.waiting(again, Kind.ENVELOPE)] == made
    assert [item.id for item in outbox.waiting(again, Kind.ENVELOPE, 3)] == made[:3]
    assert outbox.count_waiting(again, Kind.ENVELOPE) == 11
    again.close()


def test_an_envelope_keeps_its_bytes_its_circle_and_its_watch_line(store):
    made = add(store, 1, key=SHARED, watch=watch_line())

    (item,) = outbox.waiting(store, Kind.ENVELOPE)
    assert (item.id, item.raw, item.circle, item.watch) == (made.id, made.to_bytes(), SHARED.circle, watch_line())


def test_statements_and_grants_wait_apart_and_are_not_counted(store):
    with store.one_write() as write:
        outbox.add_statement(write, b"s" * 32, b"a statement", made_at=AT)
        outbox.add_grant(write, b"g" * 32, b"a grant", gives=SHARED.circle, made_at=AT)

    assert [item.raw for item in outbox.waiting(store, Kind.STATEMENT)] == [b"a statement"]
    assert [item.raw for item in outbox.waiting(store, Kind.GRANT)] == [b"a grant"]
    assert outbox.summary(store) == SAFE


def test_a_receipt_makes_it_safe_and_keeps_a_copy(store):
    made = add(store, 1)
    answer(store, made.id, head=Head(7, b"h" * 32))

    assert outbox.waiting(store, Kind.ENVELOPE) == []
    assert outbox.summary(store) == OutboxSummary(waiting=0, receipted=1, quarantined=0, oldest_waiting=None)
    (kept,) = store.all(outbox.SENT)
    assert kept["seq"] == 7
    assert outbox.states(store) == {"r1": State.RECEIPTED}


def test_a_refusal_sets_it_aside_with_its_code_and_keeps_it(store):
    made = add(store, 1)
    answer(store, made.id, code="session_closed")

    assert outbox.waiting(store, Kind.ENVELOPE) == []
    assert outbox.summary(store) == OutboxSummary(waiting=0, receipted=0, quarantined=1, oldest_waiting=None)
    (kept,) = store.all(outbox.ASIDE)
    assert kept["code"] == "session_closed"
    assert outbox.states(store) == {"r1": State.QUARANTINED}


def test_every_envelope_is_in_exactly_one_state(store):
    made = [add(store, number, records=[f"r{number}"]) for number in range(1, 7)]
    answer(store, made[0].id)
    answer(store, made[1].id)
    answer(store, made[2].id, code="not_a_writer")
    told = outbox.summary(store)

    assert (told.waiting, told.receipted, told.quarantined) == (3, 2, 1)
    assert len(outbox.states(store)) == 6


def test_a_late_answer_for_the_same_item_changes_nothing(store):
    first, second = add(store, 1), add(store, 2)
    answer(store, first.id)
    answer(store, first.id, code="late")
    answer(store, first.id)
    answer(store, b"?" * 32)

    told = outbox.summary(store)
    assert (told.waiting, told.receipted, told.quarantined) == (1, 1, 0)
    assert outbox.count_waiting(store, Kind.ENVELOPE) == 1
    assert second.id == outbox.waiting(store, Kind.ENVELOPE)[0].id


def test_a_record_is_as_safe_as_its_least_safe_envelope(store):
    first, second, third = add(store, 1), add(store, 2, records=["r1", "r2"]), add(store, 3)
    answer(store, first.id)
    assert outbox.states(store) == {"r1": State.WAITING, "r2": State.WAITING}

    answer(store, second.id)
    answer(store, third.id, code="not_a_writer")
    assert outbox.states(store) == {"r1": State.QUARANTINED, "r2": State.RECEIPTED}


def test_the_oldest_that_waits_is_known(store):
    first = add(store, 1, at=AT)
    add(store, 2, at=AT + timedelta(hours=2))
    assert outbox.summary(store).oldest_waiting == AT

    answer(store, first.id)
    assert outbox.summary(store).oldest_waiting == AT + timedelta(hours=2)


def test_the_stream_of_a_waiting_envelope_is_known(store):
    made = add(store, 1)
    with store.one_write() as write:
        outbox.add_grant(write, b"g" * 32, b"a grant", gives=SHARED.circle, made_at=AT)

        assert outbox.circle_of(write, made.id) == OWN.circle
        assert outbox.circle_of(write, b"g" * 32) is None
        assert outbox.is_own(write, made.id)
        assert not outbox.is_own(write, b"e" * 32)


def test_what_was_set_aside_is_receipted_once_it_is_seen_in_its_stream(store):
    made = add(store, 1, records=["r1"])
    answer(store, made.id, code="session_closed")
    with store.one_write() as write:
        outbox.receipted(write, made.id, None, AT)

    assert outbox.states(store) == {"r1": State.RECEIPTED}


def save_both(store):
    with store.one_write() as write:
        write.put("visit", "v1", {"n": 1})
        outbox.add_envelope(write, envelope(1), watch=None, made_at=AT, records=["v1"])


def test_record_and_envelope_are_saved_together_or_not_at_all(store, folder):
    with unwritable(folder), pytest.raises(NotSaved):
        save_both(store)

    assert store.get("visit", "v1") is None
    assert outbox.summary(store) == SAFE
