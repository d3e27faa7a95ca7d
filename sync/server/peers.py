"""Other boards: what their logs say, and who of them may read this board's."""

import copy
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select

from sync.protocol.errors import BadSignature
from sync.protocol.members import Device
from sync.protocol.peers import READING_LABEL, reading_bytes
from sync.protocol.roster import Roster
from sync.protocol.signing import verify
from sync.protocol.statement import Head, Statement
from sync.server import membership, tokens
from sync.server.board_state import has_log, server_epoch
from sync.server.district import District
from sync.server.engine import where
from sync.server.refusals import NotAPeer, NotNext, NotTheirCaseworker, PeerLogForked
from sync.server.tables import log, peer_log


def roster(district: District, connection: Connection, own: Roster, peer: bytes) -> Roster:
    """What is known here of a pinned board's log: its own when it is on this server, else what its devices have shown.
    Raises `NotAPeer`."""
    if peer not in own.peers:
        raise NotAPeer
    if has_log(connection, peer):
        return district.rosters.at(connection, peer)
    return district.rosters.shown(connection, own.board_id, peer)


def caseworker(their: Roster, device: bytes) -> Device:
    """Raises `NotTheirCaseworker`."""
    if not their.is_caseworker(device):
        raise NotTheirCaseworker
    return their.devices[device]


def standing(district: District, board: bytes, peer: bytes) -> tuple[Head, str]:
    """How far this server knows the log of `peer`, and which life of it this is. Raises `NotAPeer`."""
    with district.database.reading() as connection:
        own = district.rosters.at(connection, board)
        return roster(district, connection, own, peer).head, server_epoch(connection, board)


def bring(district: District, board: bytes, peer: bytes, after: int, raws: Sequence[bytes]) -> Head:
    """Takes the log of `peer` after number `after` where it is not known yet: all of it or nothing.

    Anyone may bring it: each statement proves itself back to the root that this board has pinned. What was once known
    stays. Raises `NotAPeer`, `NotNext`, `PeerLogForked`, or what `Roster.add` raises.
    """
    statements = [Statement.from_bytes(raw) for raw in raws]
    with district.database.writing() as connection:
        own = membership.draft_under_lock(connection, district, board)
        known = roster(district, connection, own, peer)
        draft = copy.deepcopy(known)
        for seq, statement in enumerate(statements, after + 1):
            if seq > draft.head.seq + 1:
                raise NotNext
            if seq <= known.head.seq:
                _check_same(connection, board, peer, seq, statement)
            elif not has_log(connection, peer):
                _append(connection, district, draft, board, statement)
    return draft.head


def _append(connection: Connection, district: District, draft: Roster, board: bytes, statement: Statement) -> None:
    head = draft.add(statement)
    row = {"seq": head.seq, "hash": head.hash, "statement": statement.to_bytes()}
    connection.execute(insert(peer_log).values(board=board, peer=draft.board_id, **row, received_at=district.now()))


def _check_same(connection: Connection, board: bytes, peer: bytes, seq: int, statement: Statement) -> None:
    if has_log(connection, peer):
        stored = connection.scalar(select(log.c.statement).where(where(log, {"board": peer, "seq": seq})))
    else:
        key = {"board": board, "peer": peer, "seq": seq}
        stored = connection.scalar(select(peer_log.c.statement).where(where(peer_log, key)))
    if stored != statement.to_bytes():
        raise PeerLogForked


def read(
    district: District, board: bytes, peer: bytes, device: bytes, after: int, *, challenge: bytes, signature: bytes
) -> tuple[list[bytes], Head]:
    """This board's log after number `after`, for a caseworker's device of a pinned board that signed a challenge.
    Raises `NotAPeer`, `NotTheirCaseworker`, `NotRecognised`."""
    with district.database.reading() as connection:
        own = district.rosters.at(connection, board)
        known = caseworker(roster(district, connection, own, peer), device)
    signed = reading_bytes(board, peer, device, after, challenge)
    try:
        verify(known.signing, signature, READING_LABEL, signed)
    except BadSignature as error:
        raise NotTheirCaseworker from error
    tokens.use_up(district, board, device, challenge)
    return membership.read(district, board, after)


def read_theirs(district: District, board: bytes, peer: bytes, after: int, limit: int) -> tuple[list[bytes], Head]:
    """For this board's own caseworkers: the log of `peer` as this server knows it. Raises `NotAPeer`."""
    with district.database.reading() as connection:
        own = district.rosters.at(connection, board)
        head = roster(district, connection, own, peer).head
        if has_log(connection, peer):
            return membership.entries(connection, peer, after, head, limit), head
        whose = where(peer_log, {"board": board, "peer": peer})
        query = select(peer_log.c.statement).where(whose, peer_log.c.seq > after, peer_log.c.seq <= after + limit)
        return list(connection.scalars(query.order_by(peer_log.c.seq))), head
