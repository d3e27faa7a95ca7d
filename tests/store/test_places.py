"""How far this phone has read and written: cursors, issued numbers, the log, the server, drafts, what stays sealed."""

from datetime import UTC, datetime

from fieldapp.store import cursors, drafts, issued, log, server_contact, unopened
from fieldapp.store.server_contact import ServerContact
from fieldapp.store.store import Store
from sync.protocol.grants import Recipient
from sync.protocol.statement import Head
from tests.store.envelopes import OWN, SHARED, envelope

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def test_a_stream_never_read_stands_at_zero(store):
    assert cursors.stream(store, OWN.circle) == Head()
    assert cursors.streams(store) == {}
    assert cursors.mailbox(store, Recipient.recovery()) == 0


def test_each_stream_and_mailbox_has_a_cursor_of_its_own(store, folder, key):
    with store.one_write() as write:
        cursors.set_stream(write, OWN.circle, Head(4, b"h" * 32))
        cursors.set_stream(write, SHARED.circle, Head(9, b"i" * 32))
        cursors.set_mailbox(write, Recipient.of_device(b"d" * 16), 3)
        assert cursors.stream(write, OWN.circle) == Head(4, b"h" * 32)
    store.close()
    again = Store(folder, key)

    assert cursors.stream(again, OWN.circle) == Head(4, b"h" * 32)
    assert cursors.streams(again) == {OWN.circle: 4, SHARED.circle: 9}
    assert cursors.mailbox(again, Recipient.of_device(b"d" * 16)) == 3
    assert cursors.mailbox(again, Recipient.recovery()) == 0
    again.close()


def test_the_next_envelope_names_the_one_before_it(store):
    first = envelope(1)
    with store.one_write() as write:
        assert issued.last(write, OWN.circle) == Head()
        issued.remember(write, first)
        assert issued.last(write, OWN.circle) == Head(1, first.id)
        issued.remember(write, envelope(1, SHARED))
        issued.remember(write, envelope(2))

    assert issued.all_of(store) == {OWN.circle: 2, SHARED.circle: 1}


def test_the_log_comes_back_word_for_word_and_in_order(store):
    first, more = [b"entry %d" % n for n in range(1, 10)], [b"entry %d" % n for n in range(10, 13)]
    with store.one_write() as write:
        log.append(write, 0, first)
    with store.one_write() as write:
        log.append(write, len(first), more)

    assert log.entries(store) == first + more


def test_the_clock_goes_on_where_it_stood(store):
    assert log.last_stamp(store) == ""
    with store.one_write() as write:
        log.remember_stamp(write, "0192f0c1a2b3c-0001")

    assert log.last_stamp(store) == "0192f0c1a2b3c-0001"


def test_a_receipt_does_not_wipe_out_the_contact_nor_the_contact_the_receipt(store):
    assert server_contact.last(store) == ServerContact()
    with store.one_write() as write:
        server_contact.remember(write, at=AT, state="digest", epoch="e1")
        server_contact.remember_receipt(write, AT)
        server_contact.remember(write, at=AT, state="other", epoch="e1")

    assert server_contact.last(store) == ServerContact(at=AT, receipt_at=AT, state="other", epoch="e1")


def test_a_draft_survives_until_it_is_thrown_away(store, folder, key):
    with store.one_write() as write:
        drafts.save(write, "visit", {"needs": ["sleep"], "note": "Ringde"})
        drafts.save(write, "follow_up:c1", {"kind": "week"})
    store.close()
    again = Store(folder, key)
    assert drafts.load(again, "visit") == {"needs": ["sleep"], "note": "Ringde"}

    with again.one_write() as write:
        drafts.discard(write, "visit")
    assert drafts.load(again, "visit") is None
    assert drafts.load(again, "follow_up:c1") == {"kind": "week"}
    again.close()


def test_what_cannot_be_opened_yet_is_kept_as_it_came(store):
    kept = envelope(1)
    with store.one_write() as write:
        unopened.keep(write, kept, "no_key")
        unopened.keep(write, kept, "no_key")
        unopened.keep(write, envelope(2), "Malformed")
    assert {(one.envelope.id, one.reason) for one in unopened.all_of(store)} >= {(kept.id, "no_key")}
    assert store.count("unopened") == 2

    with store.one_write() as write:
        unopened.drop(write, kept.id)
    assert [one.reason for one in unopened.all_of(store)] == ["Malformed"]
