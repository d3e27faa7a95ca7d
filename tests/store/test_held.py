"""The copies that heal a server lie in the log of envelopes: memory holds only where."""

import base64
from datetime import UTC, datetime

from fieldapp.store import held, outbox
from fieldapp.store.spool import Spool
from fieldapp.store.store import Store
from sync.protocol.statement import Head
from tests.store.envelopes import envelope

AT = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def read(store, made, number):
    with store.one_write() as write:
        held.remember(write, made, Head(number, bytes([number]) * 32), keep_sealed=True)


def as_it_was_kept_before(store, made):
    """The row as older versions wrote it."""
    row = {"circle": made.header.circle.hex(), "seq": 1, "hash": "ab" * 32, "id": made.id.hex()}
    row |= {"author": made.header.author.hex(), "number": 1}
    with store.one_write() as write:
        write.put("held", f"{row['circle']}:1", row | {"sealed": base64.b64encode(made.to_bytes()).decode()})
        carried = {"circle": row["circle"], "seq": 1, "watch": base64.b64encode(b"w").decode()}
        write.put("carried", made.id.hex(), carried | {"raw": base64.b64encode(made.to_bytes()).decode()})


def test_a_copy_is_there_after_a_restart_and_no_row_holds_it(tmp_path):
    store = Store(tmp_path, b"k" * 32)
    made = [envelope(number) for number in (1, 2)]
    for number, one in enumerate(made, start=1):
        read(store, one, number)
    store.compact()
    store.close()
    assert Spool(tmp_path).waiting() == []
    store = Store(tmp_path, b"k" * 32)
    Spool(tmp_path).mend(store)

    assert [held.copy_of(store, one.id) for one in made] == made
    assert not any({"sealed", "raw"} & row.keys() for row in store.all("held"))
    store.close()
    assert Spool(tmp_path).waiting() == []


def test_copies_that_an_older_version_kept_in_rows_are_taken_over(tmp_path):
    store = Store(tmp_path, b"k" * 32)
    made = envelope(1)
    as_it_was_kept_before(store, made)
    Spool(tmp_path).mend(store)
    Spool(tmp_path).mend(store)

    assert held.copy_of(store, made.id) == made
    assert list(held.carried(store)) == [(made.id, made.to_bytes(), b"w")]
    assert not any({"sealed", "raw"} & row.keys() for table in ("held", "carried") for row in store.all(table))
    store.close()


def test_what_was_made_here_keeps_its_watch_lines_and_goes_on_waiting(tmp_path):
    store = Store(tmp_path, b"k" * 32)
    made = envelope(1)
    with store.one_write() as write:
        outbox.add_envelope(write, made, watch=b"line", made_at=AT, records=[])
    read(store, made, 1)
    [item] = outbox.waiting(store, outbox.Kind.ENVELOPE)
    store.close()

    assert item.watch == b"line"
    assert [one.watch for one in Spool(tmp_path).waiting()] == [b"line"]
