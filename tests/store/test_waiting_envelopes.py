"""What waits for the server is on the phone twice, and what is lost all the same is told."""

from datetime import UTC, datetime

import pytest

from fieldapp.store import outbox
from fieldapp.store.outbox import Kind, OutboxSummary, State
from fieldapp.store.spool import Spool
from fieldapp.store.store import Store
from tests.store.envelopes import envelope

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def add(store, number):
    made = envelope(number)
    with store.one_write() as write:
        outbox.add_envelope(write, made, watch=None, made_at=AT, records=["r1"])
    return made


def answer(store, made):
    with store.one_write() as write:
        outbox.receipted(write, made.id, None, AT)


def waiting_in(folder, key):
    """Of an opened store, as it is and as the lock screen sees it afterwards."""
    store = Store(folder, key)
    Spool(folder).mend(store)
    found = [item.raw for item in outbox.waiting(store, Kind.ENVELOPE)]
    assert outbox.summary(store).waiting == len(found)
    store.close()
    assert {item.raw for item in Spool(folder).waiting()} == set(found)
    return found


def flip(folder, made):
    """One bit inside the log's copy of it."""
    log = folder / "envelopes.log"
    content = bytearray(log.read_bytes())
    content[content.index(made.to_bytes()) + 100] ^= 1
    log.write_bytes(content)


@pytest.fixture
def compacted(store):
    """One that is answered for, two that wait, in the snapshot and in the log."""
    made = [add(store, number) for number in (1, 2, 3)]
    answer(store, made[0])
    store.compact()
    return made


def test_a_bit_that_flips_in_the_log_after_a_compaction_costs_nothing(store, folder, key, compacted):
    store.close()
    flip(folder, compacted[1])

    assert waiting_in(folder, key) == [compacted[1].to_bytes(), compacted[2].to_bytes()]


def test_a_log_that_is_gone_is_made_again_for_what_waits(store, folder, key, compacted):
    answer(store, compacted[1])
    store.close()
    (folder / "envelopes.log").unlink()

    assert waiting_in(folder, key) == [compacted[2].to_bytes()]


@pytest.mark.parametrize("compact", [lambda store: store.compact(), lambda store: store.rekey(bytes(32))])
def test_what_rotted_in_the_log_is_right_again_before_its_frames_go(store, folder, key, compact):
    sent, owed = add(store, 1), add(store, 2)
    answer(store, sent)
    flip(folder, sent)
    flip(folder, owed)
    assert outbox.waiting(store, Kind.ENVELOPE) == []

    compact(store)
    assert [item.raw for item in outbox.waiting(store, Kind.ENVELOPE)] == [owed.to_bytes()]
    assert outbox.item_of(store.envelopes, sent.id).raw == sent.to_bytes()


def test_the_next_snapshot_carries_what_only_the_last_one_still_had(store, folder, key, compacted):
    flip(folder, compacted[1])
    store.compact()
    store.close()

    assert waiting_in(folder, key) == [compacted[1].to_bytes(), compacted[2].to_bytes()]


def test_after_a_change_of_key_the_snapshot_carries_what_waits(store, folder, compacted):
    store.rekey(bytes(32))
    store.close()
    (folder / "envelopes.log").unlink()

    assert waiting_in(folder, bytes(32)) == [compacted[1].to_bytes(), compacted[2].to_bytes()]


def lose(store, kind, key):
    """As it stands when every copy of it has rotted."""
    row = {"order": 1, "kind": kind, "made_at": AT.isoformat(), "circle": "", "records": ["r9"]}
    with store.one_write() as write:
        write.put(outbox.WAITING, key.hex(), row)


def test_what_lies_nowhere_any_more_is_shown_as_needing_help(store, folder):
    kept = add(store, 1)
    lose(store, Kind.ENVELOPE, b"l" * 32)
    lose(store, Kind.GRANT, b"g" * 32)
    Spool(folder).mend(store)

    assert outbox.summary(store) == OutboxSummary(waiting=1, receipted=0, quarantined=2, oldest_waiting=AT)
    assert outbox.states(store) == {"r1": State.WAITING, "r9": State.QUARANTINED}
    assert [item.id for item in outbox.waiting(store, Kind.ENVELOPE)] == [kept.id]
