"""A board with something of everything, and ways to look at all a server keeps."""

from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from sync.protocol.circle import Circle, Role
from sync.protocol.grants import Recipient
from sync.server.engine import Database, database_url
from sync.server.tables import metadata
from tests.server.neighbours import lay, letter_from, pinned, show_log
from tests.server.people import Founding, Phone, Town, found_town
from tests.server.running import RunningServer

TOMORROW = date(2026, 11, 23)


@dataclass(frozen=True)
class FilledTown:
    town: Town
    supporter: Phone
    coordinator: Phone
    own: Circle
    shared: Circle


def filled_town(server: RunningServer, *, envelopes: int = 3, **how: Any) -> FilledTown:
    town = found_town(server, **how)
    supporter, coordinator = town.member(), town.member(Role.COORDINATOR)
    town.invite()
    session = town.session(supporter)
    own, shared = Circle.own(session, supporter.device), Circle.shared(session)
    for circle in (own, shared):
        supporter.push_items(*((supporter.envelope(circle), supporter.watch(TOMORROW)) for _ in range(envelopes)))
    supporter.push(supporter.envelope(Circle.of_board()))
    supporter.push_grants(
        *(supporter.grant(own, to) for to in (Recipient.recovery(), Recipient.of_device(supporter.device)))
    )
    supporter.hello(issued={own: envelopes})
    written_to(town)
    return FilledTown(town, supporter, coordinator, own, shared)


def written_to(town: Town) -> None:
    """Another board, on a server that is not here, has shown its log and written a letter."""
    other = Founding("http://127.0.0.1:9", name="Elsewhere")
    pinned(town, other.root.public)
    writer = other.supervisor
    assert show_log(writer, town.supervisor, 0, other.statements).status_code == 200
    assert lay(town.supervisor, letter_from(writer, town.board)).status_code == 200


def everything(database: str) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, as the database has them."""
    with closing(Database(database_url(database))) as opened, opened.reading() as connection:
        return {
            name: [
                dict(row._mapping) for row in connection.execute(select(table).order_by(*table.primary_key)).fetchall()
            ]
            for name, table in metadata.tables.items()
        }


def tamper(database: str, statement: Any) -> int:
    """As somebody who gets at the database; how many rows."""
    with closing(Database(database_url(database))) as opened, opened.writing() as connection:
        return connection.execute(statement).rowcount
