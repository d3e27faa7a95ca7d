"""Signing in the supervisor of a board that has lost all its devices: whoever has the root needs no token."""

from sync.protocol.errors import StatementRefused
from sync.protocol.statement import Head, Kind, Statement
from sync.server import membership
from sync.server.district import District


def recover(district: District, board: bytes, statement: Statement) -> Head:
    """Adds the device that the root signs in; the same statement again answers as the first time.

    Raises `NotRecognised` for a board that is not here, and what `Roster.add` raises.
    """
    if statement.kind is not Kind.BOARD_RECOVERED:
        raise StatementRefused("not_a_recovery")
    with district.database.writing() as connection:
        roster = district.rosters.at(connection, board)
        if membership.is_known(connection, board, statement):
            return roster.head
        draft = membership.draft_under_lock(connection, district, board)
        return membership.append(connection, draft, statement, district.now())
