import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import bindparam, inspect, select, text

from sync.server import schema
from sync.server.engine import Database, database_url
from sync.server.schema import NewerDatabase, NotPrepared
from sync.server.tables import metadata

BOARD = bytes(range(16))
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def database(new_database):
    database = Database(database_url(new_database()))
    yield database
    database.close()


def test_an_empty_file_becomes_the_tables_that_the_code_works_with(database):
    schema.upgrade(database)
    with database.reading() as connection:
        options = {"compare_type": True, "include_name": _is_no_partition}
        context = MigrationContext.configure(connection, opts=options)
        differences = compare_metadata(context, metadata)

    assert differences == []


def test_a_filled_database_keeps_every_row(database):
    rows = {
        "boards": {"board": BOARD, "server_epoch": "e", "challenge_secret": bytes(32), "claimed_at": NOON},
        "log": {"board": BOARD, "seq": 1, "hash": b"h", "digest": b"d", "statement": b"s", "received_at": NOON},
        "grants": {"board": BOARD, "recipient": b"r", "seq": 1, "key_id": b"k", "granter": b"g", "grant": b"x"},
        "set_aside": {"board": BOARD, "id": b"i", "kind": "envelope", "code": "c", "at": NOON, "original": b"o"},
        "watch": {"board": BOARD, "watch_id": b"w", "revision": 1, "latest": NOON, "is_open": True, "line": b"l"},
    }
    envelope = {"board": BOARD, "circle": b"c", "hash": b"h", "author": b"a", "envelope": b"e", "received_at": NOON}
    schema.upgrade(database, to="0001")
    with database.writing() as connection:
        for name, row in rows.items():
            connection.execute(_plain(name, row), row)
        numbered = [envelope | {"seq": seq, "id": seq.to_bytes(2, "big")} for seq in range(1, 301)]
        connection.execute(_plain("envelopes", numbered[0]), numbered)
        before = _everything(connection)
    schema.upgrade(database)
    with database.reading() as connection:
        schema.check_current(connection)
        after = _everything(connection)

    assert after == before
    assert len(after["envelopes"]) == 300


def _plain(name, row):
    """An insert that names no column that came later."""
    columns = ", ".join(f'"{column}"' for column in row)
    values = [bindparam(column, type_=metadata.tables[name].c[column].type) for column in row]
    places = ", ".join(f":{column}" for column in row)
    return text(f"INSERT INTO {name} ({columns}) VALUES ({places})").bindparams(*values)  # noqa: S608


def _everything(connection):
    """Of the columns that the first tables had."""
    first = {name: table for name, table in metadata.tables.items() if name not in ("letters", "peer_log")}
    old = {name: [column for column in t.columns if column.name != "healing"] for name, t in first.items()}
    return {
        name: connection.execute(select(*columns).order_by(*metadata.tables[name].primary_key)).all()
        for name, columns in old.items()
    }


def test_servers_that_start_at_once_upgrade_once(database):
    with ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(schema.upgrade, database) for _ in range(4)]:
            done.result()
    with database.reading() as connection:
        schema.check_current(connection)


def test_on_postgresql_what_grows_is_spread_by_board(postgres):
    with closing(Database(database_url(postgres.new_database()))) as database:
        schema.upgrade(database)
        with database.reading() as connection:
            parents = connection.execute(text("SELECT inhparent::regclass::text FROM pg_inherits")).scalars().all()

    spread = {name for name in parents if name in metadata.tables}
    assert spread == {"envelopes", "grants", "log", "set_aside", "watch"}
    assert parents.count("envelopes") == 16


def test_on_postgresql_a_receipt_waits_for_the_disk(postgres):
    url = database_url(postgres.new_database()).update_query_dict({"options": "-c synchronous_commit=off"})
    with closing(Database(url)) as database, database.writing() as connection:
        assert connection.scalar(text("SHOW synchronous_commit")) == "on"


def test_upgrading_again_changes_nothing(database):
    schema.upgrade(database)
    schema.upgrade(database)
    with database.reading() as connection:
        schema.check_current(connection)


def test_every_primary_key_starts_with_the_board(database):
    schema.upgrade(database)
    inspector = inspect(database.engine)
    tables = {name for name in inspector.get_table_names() if _is_no_partition(name)} - {"alembic_version"}

    assert tables == set(metadata.tables)
    assert {inspector.get_pk_constraint(table)["constrained_columns"][0] for table in tables} == {"board"}


def test_an_empty_database_is_not_prepared(database):
    with database.reading() as connection, pytest.raises(NotPrepared):
        schema.check_current(connection)


def test_a_newer_database_is_left_alone(database):
    schema.upgrade(database)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(NewerDatabase):
        schema.upgrade(database)
    with database.reading() as connection, pytest.raises(NewerDatabase):
        schema.check_current(connection)


def _is_no_partition(name: str | None, *_: object) -> bool:
    return not re.search(r"_p\d+$", name or "")


def test_sqlite_is_set_up_to_keep_what_it_was_told(tmp_path):
    with closing(Database(database_url(str(tmp_path / "new.sqlite3")))) as database, database.reading() as connection:
        told = [
            connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]

    assert told == ["wal", 2, 1]
