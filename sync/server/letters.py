"""Letters from other boards: numbered, kept for ever, and opened by nobody here."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, exists, func, insert, select

from sync.protocol.circle import Role
from sync.protocol.errors import StatementRefused
from sync.protocol.letter import HANDOVER_WITHDRAWN, Letter
from sync.protocol.limits import PULL_BYTES
from sync.protocol.roster import Roster
from sync.server import membership, peers
from sync.server.board_state import is_healing, server_epoch
from sync.server.district import District
from sync.server.engine import where
from sync.server.membership import DUPLICATE, STORED, Answer
from sync.server.refusals import HandoverAnswered, Healing, KnownLetter, RoleKeyRotated
from sync.server.tables import letters


@dataclass(frozen=True, slots=True)
class Laid:
    """What became of a letter, its number, and in which life of the server."""

    answer: Answer
    seq: int
    server_epoch: str


def lay(district: District, board: bytes, raw: bytes, admit: Callable[[bytes], None]) -> Laid:
    """Takes a letter from a caseworker's device of a pinned board; the same one again is a duplicate.

    `admit` is asked, with that board, before a new one is kept.
    Raises `NotAPeer`, `NotTheirCaseworker`, `BadSignature`, `Malformed`, `RoleKeyRotated`, `KnownLetter`, `Healing`,
    `HandoverAnswered`.
    """
    letter = Letter.from_bytes(raw)
    head = letter.head
    if head.to_board != board:
        raise StatementRefused("other_board")
    with district.database.writing() as connection:
        own, epoch = membership.draft_under_lock(connection, district, board), server_epoch(connection, board)
        their = peers.roster(district, connection, own, head.from_board)
        letter.verify(peers.caseworker(their, head.sender).signing)
        if (known := _seq_of(connection, board, letter.digest)) is not None:
            return Laid(DUPLICATE, known, epoch)
        _check_may_lie(connection, own, letter)
        admit(head.from_board)
        return Laid(STORED, _append(connection, letter, district.now()), epoch)


def _seq_of(connection: Connection, board: bytes, digest: bytes) -> int | None:
    seq: int | None = connection.scalar(select(letters.c.seq).where(where(letters, {"board": board, "digest": digest})))
    return seq


def _check_may_lie(connection: Connection, own: Roster, letter: Letter) -> None:
    head = letter.head
    if is_healing(connection, own.board_id):
        # What was answered may not have been brought back yet.
        raise Healing
    if (known := own.role_key(Role.COORDINATOR)) is None or known[0] != head.epoch:
        raise RoleKeyRotated
    same = {"board": own.board_id, "peer": head.from_board, "letter_id": head.id}
    if connection.scalar(select(exists().where(where(letters, same)))):
        raise KnownLetter
    if head.kind == HANDOVER_WITHDRAWN and (head.from_board, head.answers) in own.answered:
        raise HandoverAnswered


def _append(connection: Connection, letter: Letter, at: datetime) -> int:
    """The board's row is locked: nobody else numbers meanwhile."""
    head = letter.head
    last: int = connection.scalar(select(func.coalesce(func.max(letters.c.seq), 0)).where(_of(head.to_board))) or 0
    about = {"peer": head.from_board, "letter_id": head.id, "answers": head.answers, "kind": head.kind}
    row = {"digest": letter.digest, "letter": letter.to_bytes(), "received_at": at}
    connection.execute(insert(letters).values(board=head.to_board, seq=last + 1, **about, **row))
    return last + 1


def last_number(connection: Connection, board: bytes) -> int:
    last: int | None = connection.scalar(select(func.max(letters.c.seq)).where(_of(board)))
    return last or 0


def read(district: District, board: bytes, after: int) -> tuple[list[bytes], int]:
    """The letters after number `after`, the first and then as many as fit; and the number of the last of them."""
    found: list[bytes] = []
    size, last = 0, after
    with district.database.reading() as connection:
        query = select(letters.c.seq, letters.c.letter).where(_of(board), letters.c.seq > after)
        for row in connection.execute(query.order_by(letters.c.seq).limit(100)):
            size += len(row.letter)
            if found and size > PULL_BYTES:
                break
            found.append(row.letter)
            last = row.seq
    return found, last


def _of(board: bytes) -> ColumnElement[bool]:
    return letters.c.board == board
