"""The membership log: statements in, one after the other, each checked against all before it."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlalchemy import Connection, insert, select

from sync.errors import StodkedjanError
from sync.protocol import guest_rules
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed, StatementRefused
from sync.protocol.limits import LOG_ITEMS
from sync.protocol.members import DeviceState, device_id
from sync.protocol.roster import Roster
from sync.protocol.statement import MADE_OFFLINE, Head, Kind, Statement
from sync.server import disposal, ended_grants, handovers, set_aside
from sync.server.board_state import is_healing
from sync.server.district import District
from sync.server.refusals import Healing, NotRecognised, Refusal
from sync.server.set_aside import Aside, AsideKind
from sync.server.tables import boards, log

NOT_ACCEPTED = (Malformed, MadeByNewerVersion, BadSignature, StatementRefused)
"""What can be wrong with one statement or grant without being wrong with the others of its batch."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one statement or grant: stored, duplicate, set aside (the server keeps it, with the reason), or
    refused (it does not: whoever sent it still has to)."""

    status: str
    code: str | None = None
    sentence: str | None = None

    @classmethod
    def refused(cls, error: StodkedjanError) -> Self:
        refusal = Refusal.of(error)
        return cls("refused", refusal.code, refusal.sentence)

    def set_aside(self) -> Self:
        return replace(self, status="set_aside")


_ALL_OF_IT = 2**62
STORED, DUPLICATE = Answer("stored"), Answer("duplicate")


def draft_under_lock(connection: Connection, district: District, board: bytes) -> Roster:
    """A roster to add to; nobody else can write this board's log until the commit. Raises `NotRecognised`."""
    mine = select(boards.c.board).where(boards.c.board == board).with_for_update(key_share=True)
    if connection.execute(mine).first() is None:
        raise NotRecognised
    return copy.deepcopy(district.rosters.at(connection, board))


def append(connection: Connection, draft: Roster, statement: Statement, at: datetime) -> Head:
    """Raises what `Roster.add` raises; then nothing was written."""
    head = draft.add(statement)
    connection.execute(
        insert(log).values(
            board=draft.board_id,
            seq=head.seq,
            hash=head.hash,
            digest=statement.digest,
            statement=statement.to_bytes(),
            received_at=at,
        )
    )
    if statement.kind is Kind.DISPOSED:
        disposal.drop(connection, statement)
    if statement.kind is Kind.PEER_PINNED:
        handovers.forget_log(connection, statement)
    ended_grants.drop_ended(connection, draft, statement)
    return head


def is_known(connection: Connection, board: bytes, statement: Statement) -> bool:
    known = (log.c.board == board) & (log.c.digest == statement.digest)
    return connection.execute(select(log.c.seq).where(known)).first() is not None


def entries(connection: Connection, board: bytes, after: int, head: Head, limit: int = LOG_ITEMS) -> list[bytes]:
    """At most `limit` statements after number `after`, up to and with `head`."""
    wanted = (log.c.board == board) & (log.c.seq > after) & (log.c.seq <= min(head.seq, after + limit))
    return list(connection.scalars(select(log.c.statement).where(wanted).order_by(log.c.seq)))


def read(district: District, board: bytes, after: int, limit: int = LOG_ITEMS) -> tuple[list[bytes], Head]:
    """At most `limit` statements, and the head of the whole log."""
    with district.database.reading() as connection:
        head = district.rosters.at(connection, board).head
        return entries(connection, board, after, head, limit), head


def read_until_revoked(district: District, board: bytes, device: bytes, after: int) -> tuple[list[bytes], Head]:
    """For a revoked device: the statements after number `after` up to and with the one that revoked it, or that ended
    the exercise.

    It can check every signature on the way, so that no server can make a phone destroy itself by saying so.
    """
    found, head = read(district, board, 0, limit=_ALL_OF_IT)
    roster = Roster(board)
    for raw in found:
        head = roster.add(Statement.from_bytes(raw))
        if (known := roster.devices.get(device)) and known.state is DeviceState.REVOKED:
            break
        if roster.exercise_ended_at:
            break
    return found[after : head.seq], head


def exercise_has_ended(district: District, board: bytes) -> bool:
    with district.database.reading() as connection:
        return district.rosters.at(connection, board).exercise_ended_at > 0


def push(district: District, board: bytes, raws: Iterable[bytes]) -> tuple[list[Answer], Head]:
    """In order; one that is refused does not stop those after it."""
    with district.database.writing() as connection:
        draft = draft_under_lock(connection, district, board)
        file = _answered_while_healing if is_healing(connection, board) else _answered
        answers = [file(connection, draft, raw, district.now()) for raw in raws]
    return answers, draft.head


def _answered_while_healing(connection: Connection, draft: Roster, raw: bytes, _at: datetime) -> Answer:
    """Nothing new: it would take the place of a line that some device still holds."""
    try:
        known = is_known(connection, draft.board_id, Statement.from_bytes(raw))
    except NOT_ACCEPTED as error:
        return Answer.refused(error)
    return DUPLICATE if known else Answer.refused(Healing())


def _answered(connection: Connection, draft: Roster, raw: bytes, at: datetime) -> Answer:
    try:
        statement = Statement.from_bytes(raw)
    except NOT_ACCEPTED as error:
        return Answer.refused(error)
    if is_known(connection, draft.board_id, statement):
        return DUPLICATE
    try:
        if statement.kind is Kind.DISPOSED:
            disposal.check_closed(connection, statement)
        _check_guests_hour(draft, statement, at)
        if statement.kind in handovers.ANSWERS:
            handovers.check_not_withdrawn(connection, statement)
        append(connection, draft, statement, at)
    except NOT_ACCEPTED as error:
        return _kept_if_made_offline(connection, draft.board_id, statement, Answer.refused(error), at)
    set_aside.release(connection, draft.board_id, [statement.digest])
    return STORED


def _check_guests_hour(draft: Roster, statement: Statement, at: datetime) -> None:
    """The server's own clock counts too: a guest could write any time into her statement."""
    signer = draft.devices.get(device_id(statement.signer))
    if signer and statement.kind is Kind.SESSION_JOINED:
        guest_rules.check_time(signer.guest, at)


def _kept_if_made_offline(
    connection: Connection, board: bytes, statement: Statement, why: Answer, at: datetime
) -> Answer:
    """What needs agreement is signed again on the new head; what was made offline cannot be, so it is kept."""
    if statement.kind not in MADE_OFFLINE:
        return why
    author = device_id(statement.signer)
    aside = Aside(AsideKind.STATEMENT, statement.to_bytes(), why.code or "refused", author)
    set_aside.keep(connection, board, aside, at)
    return why.set_aside()
