"""Letting in what was set aside: a supervisor decides, the envelope stays as its author sealed it."""

from sqlalchemy import Connection, select

from sync.protocol.envelope import Envelope
from sync.protocol.errors import BadSignature, Malformed
from sync.protocol.roster import Roster
from sync.server.district import District
from sync.server.engine import where
from sync.server.refusals import NotAside
from sync.server.set_aside import AsideKind
from sync.server.streams import Filing, Place, as_examined, known_places
from sync.server.tables import set_aside


def adopt(district: District, board: bytes, item: bytes) -> Place:
    """Its place in the stream, also when it was let in before. Raises `NotAside`, `Malformed`."""
    with district.database.writing() as connection:
        if before := known_places(connection, board, [item]).get(item):
            return before
        original = _original(connection, board, item)
        if original is None:
            return _let_in_meanwhile(connection, board, item)
        envelope = Envelope.from_bytes(original)
        _check(district.rosters.at(connection, board), envelope)
        taken = as_examined(envelope)
        filing = Filing.under_lock(connection, district.rosters.at(connection, board), [taken], district.now())
        place = filing.file(taken).place
        filing.finish()
    if place is None:
        raise NotAside
    return place


def _let_in_meanwhile(connection: Connection, board: bytes, item: bytes) -> Place:
    """By another supervisor, between our looking for its place and our looking for it here."""
    if (place := known_places(connection, board, [item]).get(item)) is None:
        raise NotAside
    return place


def _original(connection: Connection, board: bytes, item: bytes) -> bytes | None:
    wanted = where(set_aside, {"board": board, "id": item, "kind": AsideKind.ENVELOPE})
    original: bytes | None = connection.scalar(select(set_aside.c.original).where(wanted))
    return original or None


def _check(roster: Roster, envelope: Envelope) -> None:
    """What a supervisor cannot wave through: another board's, nobody's, or changed on the way."""
    author = roster.devices.get(envelope.header.author)
    if author is None or envelope.header.board != roster.board_id:
        raise Malformed("not of this board")
    try:
        envelope.verify(author.signing)
    except BadSignature as error:
        raise Malformed("signature") from error
