"""Whatever somebody does to the database, `check` says in words what is wrong."""

import contextlib
import io

import pytest
from sqlalchemy import delete, insert, update

from sync.protocol.envelope import Envelope, next_hash
from sync.server.cli import main
from sync.server.tables import metadata
from tests.server.filled import everything, filled_town, tamper
from tests.server.people import flipped
from tests.server.served_here import ServedHere

T = metadata.tables


def _check(database: str) -> tuple[int, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(["check", "--database", database])
    return code, out.getvalue() + err.getvalue()


@pytest.fixture(scope="module")
def whole(new_database, tmp_path_factory):
    """Filled once; the server need not run for what follows."""
    with ServedHere(tmp_path_factory.mktemp("whole"), database=new_database()) as running:
        filled_town(running, name="Check")
    return str(running.database)


@pytest.fixture
def kept(whole):
    """Put back as it was after each test."""
    before = everything(whole)
    yield whole
    for table in reversed(metadata.sorted_tables):
        tamper(whole, delete(table))
    for table in metadata.sorted_tables:
        if before[table.name]:
            tamper(whole, insert(table).values(before[table.name]))


def test_what_is_whole_is_counted(whole):
    code, said = _check(whole)

    assert code == 0
    assert "Check: 14 statements, 6 envelopes, 2 streams, 3 grants, 6 watch lines, 1 heartbeats, 1 set aside" in said
    assert "5 statements of other boards, 1 letters" in said
    assert "0 problems" in said


def _changed(table: str, column: str, **where: object):
    def change(rows):
        row = next(row for row in rows[table] if all(row[name] == value for name, value in where.items()))
        chosen = [T[table].c[key.name] == row[key.name] for key in T[table].primary_key]
        return update(T[table]).where(*chosen).values({column: flipped(row[column])})

    return change


def _missing(table: str, **where: object):
    return lambda rows: delete(T[table]).where(*(T[table].c[name] == value for name, value in where.items()))


def _set(table: str, **values: object):
    return lambda rows: update(T[table]).values(**values)


TAMPERINGS = {
    "a statement that is gone": (_missing("log", seq=7), "Log: number 7 is missing."),
    "a statement that was changed": (
        _changed("log", "statement", seq=6),
        "Log: number 6 does not match its signature.",
    ),
    "a log hash that was changed": (
        _changed("log", "hash", seq=5),
        "Log: number 5 is not the one that was chained here",
    ),
    "an envelope that is gone": (_missing("envelopes", seq=2), "number 2 is missing."),
    "an envelope that was changed": (_changed("envelopes", "envelope", seq=2), "number 2 is not what it should be."),
    "an envelope's id that was changed": (
        _changed("envelopes", "id", seq=1),
        "number 1 is not the one that was chained",
    ),
    "an author that was changed": (_changed("envelopes", "author", seq=3), "number 3 is not what it should be."),
    "an end that is gone": (_missing("envelopes", seq=3), "its last number is not 3, as was said."),
    "a stream that is gone": (_missing("streams"), "it is not in the list of streams."),
    "a grant that is gone": (_missing("grants"), "its last number is not 1, as was said."),
    "a grant that was changed": (_changed("grants", "grant", seq=1), "number 1 does not match its signature."),
    "a mailbox that is gone": (_missing("mailboxes"), "it is not in the list of mailboxes."),
    "a watch line that was closed": (_set("watch", is_open=False), "is not what it should be."),
    "a watch line that was changed": (_changed("watch", "line"), "does not match its signature."),
    "a heartbeat that was changed": (_changed("heartbeats", "heartbeat"), "does not match its signature."),
    "something aside that was changed": (_changed("set_aside", "original"), "it is not what came."),
    "an invite that the log does not know": (_set("invites", key=bytes(32)), "the log does not know its key."),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_what_was_done_to_the_database_is_said_in_words(kept, name):
    change, words = TAMPERINGS[name]
    changed = tamper(kept, change(everything(kept)))
    code, said = _check(kept)

    assert changed > 0
    assert code == 1
    assert words in said
    assert "Restore the newest backup that is" in said


def test_an_envelope_under_a_forged_signature_is_found_though_all_hashes_fit(kept):
    """Somebody who can write everything can chain anew, but not sign."""
    rows = [row for row in everything(kept)["envelopes"] if row["seq"] <= 1]
    for row in rows:
        raw = flipped(row["envelope"])
        id_ = Envelope.from_bytes(raw).id
        hash_ = next_hash(bytes(32), 1, id_)
        mine = (T["envelopes"].c.circle == row["circle"]) & (T["envelopes"].c.seq == 1)
        tamper(kept, update(T["envelopes"]).where(mine).values(envelope=raw, id=id_, hash=hash_))
        tamper(kept, delete(T["envelopes"]).where(T["envelopes"].c.circle == row["circle"], T["envelopes"].c.seq > 1))
        tamper(kept, update(T["streams"]).where(T["streams"].c.circle == row["circle"]).values(seq=1, hash=hash_))
    code, said = _check(kept)

    assert code == 1
    assert said.count("number 1 does not match its signature.") == len(rows)


def test_a_server_without_boards_is_in_order(tmp_path):
    database = str(tmp_path / "d.sqlite3")
    with contextlib.redirect_stdout(io.StringIO()):
        main(["init", "--database", database])

    assert _check(database) == (0, "No board has been claimed yet.\n")


def test_looking_changes_nothing(whole):
    before = everything(whole)
    _check(whole)

    assert everything(whole) == before
