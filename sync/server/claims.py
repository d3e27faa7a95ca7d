"""Claim codes: whoever holds one founds a board on this server, once."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from sync.protocol.codes import SECRET_BYTES, ConnectCode, Purpose
from sync.protocol.errors import CodeMistyped
from sync.protocol.grants import Grant
from sync.protocol.members import Device
from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Statement
from sync.server import grants, membership
from sync.server.board_state import new_server_epoch, server_epoch
from sync.server.district import District
from sync.server.engine import insert_if_missing
from sync.server.refusals import BoardExists, ClaimUsed, NotFounded, UnknownClaim
from sync.server.tables import boards, claims

UNCLAIMED = bytes(16)


def make_claim(connection: Connection, at: datetime) -> ConnectCode:
    """A new one-time code; only its hash is stored, so it cannot be shown again."""
    code = ConnectCode(Purpose.CLAIM, secrets.token_bytes(SECRET_BYTES))
    connection.execute(insert(claims).values(board=UNCLAIMED, code_hash=_code_hash(code), made_at=at))
    return code


def _code_hash(code: ConnectCode) -> bytes:
    return hashlib.sha256(b"stodkedjan claim v1\0" + code.secret).digest()


def claim(
    district: District, code: str, statements: Sequence[Statement], raw_grants: Sequence[Grant]
) -> tuple[bytes, Head, str]:
    """Founds a board: its id, the head of its log and the server epoch.

    The same claim again answers as the first time: a lost answer must not lose a board whose root key is shown once.
    """
    founder = founded(statements)
    with district.database.writing() as connection:
        row = _claim_row(connection, code)
        if row.board != UNCLAIMED:
            return _claimed_before(connection, row.board, statements)
        server_epoch = _found(connection, founder, statements, district.now())
        _lay_first_grants(connection, founder, raw_grants)
        used = {"board": founder.board_id, "used_at": district.now()}
        connection.execute(update(claims).where(claims.c.code_hash == row.code_hash).values(**used))
    return founder.board_id, founder.head, server_epoch


def founded(statements: Sequence[Statement]) -> Roster:
    """Raises `NotFounded`, or what `Roster.add` raises."""
    if not statements:
        raise NotFounded
    roster = Roster.of(statements[0].board, statements)
    if not [device for device in roster.devices.values() if _is_first(device, roster)]:
        raise NotFounded
    return roster


def _is_first(device: Device, roster: Roster) -> bool:
    return len(roster.devices) == 1 and roster.is_caseworker(device.id)


def _claim_row(connection: Connection, typed: str) -> Row[Any]:
    try:
        code = ConnectCode.parse(typed)
    except CodeMistyped as error:
        raise UnknownClaim from error
    known = select(claims).where(claims.c.code_hash == _code_hash(code)).with_for_update(key_share=True)
    row = connection.execute(known).first()
    if row is None or code.purpose is not Purpose.CLAIM:
        raise UnknownClaim
    return row


def _claimed_before(connection: Connection, board: bytes, statements: Sequence[Statement]) -> tuple[bytes, Head, str]:
    if not all(membership.is_known(connection, board, statement) for statement in statements):
        raise ClaimUsed
    return board, Roster.of(board, statements).head, server_epoch(connection, board)


def _found(connection: Connection, founder: Roster, statements: Sequence[Statement], at: datetime) -> str:
    epoch = new_server_epoch()
    row = {"server_epoch": epoch, "challenge_secret": secrets.token_bytes(32), "claimed_at": at}
    if not insert_if_missing(connection, boards, board=founder.board_id, **row):
        raise BoardExists
    draft = Roster(founder.board_id)
    for statement in statements:
        membership.append(connection, draft, statement, at)
    return epoch


def _lay_first_grants(connection: Connection, founder: Roster, first: Sequence[Grant]) -> None:
    for grant in first:
        grants.verify(founder, grant)
        grants.store(connection, founder, grant)
