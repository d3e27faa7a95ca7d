"""Invites: what a new device needs to join, sealed under the code that its holder types."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from sync.protocol.errors import StatementRefused
from sync.protocol.members import Invite
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Kind, Statement
from sync.server import membership
from sync.server.board_state import is_healing
from sync.server.district import District
from sync.server.engine import insert_if_missing
from sync.server.refusals import (
    Healing,
    InviteExists,
    InviteExpired,
    InviteUsed,
    InviteWithdrawn,
    NotWaiting,
    Refused,
    UnknownInvite,
)
from sync.server.tables import invites


class InviteState(StrEnum):
    WAITING = "waiting"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


_GONE: dict[InviteState, type[Refused]] = {
    InviteState.USED: InviteUsed,
    InviteState.WITHDRAWN: InviteWithdrawn,
    InviteState.EXPIRED: InviteExpired,
}


def state_of(invite: Invite, now: datetime) -> InviteState:
    """The server's own clock counts too: a new device could write any time into its statement."""
    if invite.used_by is not None:
        return InviteState.USED
    if invite.withdrawn:
        return InviteState.WITHDRAWN
    return InviteState.EXPIRED if now > invite.expires else InviteState.WAITING


def check_waiting(invite: Invite, now: datetime) -> None:
    state = state_of(invite, now)
    if state is not InviteState.WAITING:
        raise _GONE[state]


def lay_out(district: District, board: bytes, id_: bytes, *, key: bytes, sealed: bytes) -> None:
    """Stores the sealed blob of an invite that waits in the log; the same again changes nothing."""
    with district.database.writing() as connection:
        invite = district.rosters.at(connection, board).invites.get(key)
        if invite is None or state_of(invite, district.now()) is not InviteState.WAITING:
            raise NotWaiting
        if _row(connection, id_) is None:
            values = {"key": key, "sealed": sealed, "made_at": district.now()}
            insert_if_missing(connection, invites, board=board, id=id_, **values)
        known = _row(connection, id_)
        if known is None or (known.board, known.key, known.sealed) != (board, key, sealed):
            raise InviteExists


def _row(connection: Connection, id_: bytes) -> Row[Any] | None:
    return connection.execute(select(invites).where(invites.c.id == id_).order_by(invites.c.made_at)).first()


def found(connection: Connection, district: District, id_: bytes) -> tuple[Row[Any], Roster, Invite]:
    """The stored blob, the board's roster and the invite in it; raises `UnknownInvite`."""
    row = _row(connection, id_)
    if row is None:
        raise UnknownInvite
    roster = district.rosters.at(connection, row.board)
    return row, roster, roster.invites[row.key]


def shown(district: District, id_: bytes) -> tuple[bytes, bytes, InviteState]:
    """Board, sealed blob and state."""
    with district.database.reading() as connection:
        row, _, invite = found(connection, district, id_)
    return row.board, row.sealed, state_of(invite, district.now())


def log_for(district: District, id_: bytes, after: int) -> tuple[list[bytes], Head]:
    """The board's log for a device that is about to join; only while the invite waits."""
    with district.database.reading() as connection:
        _, roster, invite = found(connection, district, id_)
        check_waiting(invite, district.now())
        return membership.entries(connection, roster.board_id, after, roster.head), roster.head


def enrol(district: District, id_: bytes, statement: Statement) -> Head:
    """Adds the device that the invite's one-time key signs in. The same statement again answers as the first time."""
    with district.database.writing() as connection:
        row, roster, invite = found(connection, district, id_)
        if membership.is_known(connection, row.board, statement):
            return roster.head
        check_waiting(invite, district.now())
        if statement.kind is not Kind.DEVICE_ADDED or statement.signer != invite.key:
            raise StatementRefused("not_as_invited")
        draft = membership.draft_under_lock(connection, district, row.board)
        if is_healing(connection, row.board):
            raise Healing
        return membership.append(connection, draft, statement, district.now())
