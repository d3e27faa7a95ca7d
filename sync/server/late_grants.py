"""Grants that were set aside and come in after all: with the first envelope that nobody could open without them."""

from collections.abc import Collection

from sqlalchemy import Connection, select

from sync.protocol.envelope import Header
from sync.protocol.errors import BadSignature
from sync.protocol.grants import Grant
from sync.protocol.roster import Roster
from sync.server import grants
from sync.server.engine import among
from sync.server.set_aside import AsideKind, release
from sync.server.tables import set_aside


def let_in(connection: Connection, roster: Roster, entering: Collection[Header]) -> None:
    """Those of the keys that seal what enters, from its author. They may have come before the log knew of the session,
    or after it was over, as the envelope may have."""
    sealing = {(header.author, header.key_id) for header in entering}
    for grant in _aside(connection, roster.board_id, {header.author for header in entering}):
        if (grant.context.granter, grant.context.key_id) in sealing and _is_its_givers(roster, grant):
            grants.store(connection, roster, grant)
            release(connection, roster.board_id, [grant.id])


def _aside(connection: Connection, board: bytes, givers: Collection[bytes]) -> list[Grant]:
    """In the order of their mailboxes, so that two who let in never wait for each other."""
    wanted = (set_aside.c.board == board) & (set_aside.c.kind == AsideKind.GRANT)
    its = among(connection, set_aside.c.author, sorted(givers))
    found = map(Grant.from_bytes, connection.scalars(select(set_aside.c.original).where(wanted, its)))
    return sorted(found, key=lambda grant: grant.context.recipient.to_bytes())


def _is_its_givers(roster: Roster, grant: Grant) -> bool:
    try:
        grant.verify(roster.devices[grant.context.granter].signing)
    except BadSignature:
        return False
    return grants.is_known(roster, grant.context.recipient)
