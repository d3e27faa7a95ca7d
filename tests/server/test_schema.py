import re
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from sync.server import schema
from sync.server.engine import Database, database_url
from sync.server.schema import NewerDatabase, NotPrepared
from sync.server.tables import metadata


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
