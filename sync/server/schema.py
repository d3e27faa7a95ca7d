"""Bringing a database to the schema this version works with."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from sync.errors import AskForHelp, FixAndRetry
from sync.server.engine import Database, alone

_MIGRATIONS: Final = Path(__file__).parent / "migrations"


class NewerDatabase(FixAndRetry):
    """This database was made by a newer version of the district server. Install that version, then try again."""


class NotPrepared(AskForHelp):
    """This database has not been prepared. Run `district-server init` first."""


def upgrade(database: Database, *, to: str = "head") -> None:
    """Raises `NewerDatabase`; then nothing was changed. Several processes may start at once."""
    with database.writing() as connection:
        alone(connection)
        _check_not_newer(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, to)


def check_current(connection: Connection) -> None:
    """Raises `NewerDatabase` or `NotPrepared`."""
    _check_not_newer(connection)
    if _revision(connection) != _scripts().get_current_head():
        raise NotPrepared


def _check_not_newer(connection: Connection) -> None:
    revision = _revision(connection)
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
