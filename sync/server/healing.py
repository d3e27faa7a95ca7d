"""After the server came back from a backup, or empty: its boards heal from what their devices bring back.

While a board heals, its log only takes what goes on from where it is, as it was signed the first time: anything new
would take the place of a line that some device still holds, and split the board for ever.
"""

import copy
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from sync.protocol.roster import Roster
from sync.protocol.statement import Head, Statement
from sync.server import membership
from sync.server.board_state import has_log, new_server_epoch
from sync.server.district import District
from sync.server.engine import insert_if_missing, where
from sync.server.refusals import BoardExists, LogForked, NotHealing, NotNext, NotRecognised
from sync.server.tables import boards, log


def begin(connection: Connection) -> int:
    """Every board of this server begins to heal, under a new epoch and with new secrets; how many there are."""
    known = connection.scalars(select(boards.c.board)).all()
    for board in known:
        fresh = {"server_epoch": new_server_epoch(), "challenge_secret": secrets.token_bytes(32), "healing": True}
        connection.execute(update(boards).where(where(boards, {"board": board})).values(**fresh))
    return len(known)


def expect(connection: Connection, board: bytes, at: datetime) -> None:
    """An empty board that its devices will fill: whoever brings its log needs the root's signature under it."""
    fresh = {"server_epoch": new_server_epoch(), "challenge_secret": secrets.token_bytes(32)}
    if not insert_if_missing(connection, boards, board=board, **fresh, claimed_at=at, healing=True):
        raise BoardExists


def bring_back(district: District, board: bytes, after: int, raws: Sequence[bytes]) -> Head:
    """Takes the log's statements after number `after` where it does not have them yet: all of them or none.

    Anyone may bring them: each is signed and must go on from the one before. Raises `NotHealing`, `NotNext` when some
    before them are missing, `LogForked`, or what `Roster.add` raises.
    """
    statements = [Statement.from_bytes(raw) for raw in raws]
    with district.database.writing() as connection:
        draft = _draft(connection, district, board)
        for seq, statement in enumerate(statements, after + 1):
            if seq <= draft.head.seq:
                _check_same(connection, board, seq, statement)
            elif seq == draft.head.seq + 1:
                membership.append(connection, draft, statement, district.now())
            else:
                raise NotNext
    return draft.head


def _draft(connection: Connection, district: District, board: bytes) -> Roster:
    locked = select(boards.c.healing).where(boards.c.board == board).with_for_update(key_share=True)
    found = connection.execute(locked).first()
    if found is None:
        raise NotRecognised
    if not found.healing:
        raise NotHealing
    return copy.deepcopy(district.rosters.at(connection, board)) if has_log(connection, board) else Roster(board)


def _check_same(connection: Connection, board: bytes, seq: int, statement: Statement) -> None:
    stored = connection.scalar(select(log.c.digest).where(where(log, {"board": board, "seq": seq})))
    if stored != statement.digest:
        raise LogForked


def finish(district: District, board: bytes) -> None:
    """A supervisor's device says that the board is whole again; saying it twice is harmless."""
    with district.database.writing() as connection:
        connection.execute(update(boards).where(where(boards, {"board": board})).values(healing=False))
