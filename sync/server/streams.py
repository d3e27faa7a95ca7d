"""Streams: envelopes numbered densely, one stream per circle, each number chained to those before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from sync.protocol.circle import Circle
from sync.protocol.envelope import NO_HASH, Envelope, Header, Stub, next_hash
from sync.protocol.limits import BATCH_ITEMS, PULL_BYTES
from sync.protocol.roster import Roster
from sync.protocol.watch import split
from sync.server import late_grants, set_aside, watch
from sync.server.admission import Examined, examined
from sync.server.board_state import is_healing
from sync.server.disposal import STUB
from sync.server.district import Caller, District
from sync.server.engine import among, locked, where
from sync.server.refusals import NotAReader
from sync.server.set_aside import Aside, AsideKind
from sync.server.tables import envelopes, streams

DISPOSED = "disposed"
_HEADS = select(streams).where(streams.c.board == bindparam("board"))
_MOVE_ON = update(streams).where(streams.c.board == bindparam("of"), streams.c.circle == bindparam("name"))
Place = tuple[int, bytes]
"""A number in a stream, from 1, and the chained hash after it."""


class Status(StrEnum):
    """Set aside: the server keeps it all the same; refused: it does not."""

    STORED = "stored"
    DUPLICATE = "duplicate"
    SET_ASIDE = "set_aside"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one envelope; never anything of what is in it."""

    id: bytes
    status: Status
    place: Place | None = None
    code: str | None = None


def as_examined(envelope: Envelope) -> Examined:
    """An envelope that somebody has decided may enter."""
    return Examined(envelope.id, envelope.to_bytes(), envelope.header)


def push(district: District, caller: Caller, items: Sequence[tuple[bytes, bytes | None]]) -> list[Receipt]:
    """One receipt per item, in the same order, after the commit; a bad item stops none of the others."""
    arriving = Arriving.at_the_gate(district, caller, items)
    with district.database.writing() as connection:
        return arriving.file(connection, district)


@dataclass(frozen=True, slots=True)
class Arriving:
    """Envelopes whose signatures were looked at: that takes longer than all the rest, and nobody has to wait for it
    under a lock."""

    items: Sequence[tuple[bytes, bytes | None]]
    expected: "_Gate"
    taken: list[Examined]

    @classmethod
    def at_the_gate(cls, district: District, caller: Caller, items: Sequence[tuple[bytes, bytes | None]]) -> "Arriving":
        with district.database.reading() as connection:
            expected = _Gate.at(connection, district, caller)
        return cls(items, expected, expected.examined([raw for raw, _ in items]))

    def file(self, connection: Connection, district: District) -> list[Receipt]:
        """Part of a writing transaction: looks again when log or board have changed meanwhile."""
        gate, taken = _Gate.at(connection, district, self.expected.caller), self.taken
        if not gate.is_as(self.expected):
            taken = gate.examined([raw for raw, _ in self.items])
        filing = Filing.under_lock(connection, gate.roster, taken, district.now())
        receipts = [filing.file(each) for each in taken]
        filing.finish()
        sound = (each.refused_because is None for each in taken)
        told = zip(receipts, self.items, sound, strict=True)
        _note_watch_lines(connection, gate.roster, ((receipt, line) for receipt, (_, line), ok in told if line and ok))
        return receipts


@dataclass(frozen=True, slots=True)
class _Gate:
    """What decides on what comes in."""

    roster: Roster
    caller: Caller
    healing: bool
    now: datetime

    @classmethod
    def at(cls, connection: Connection, district: District, caller: Caller) -> "_Gate":
        roster = district.rosters.at(connection, caller.board)
        return cls(roster, caller, is_healing(connection, caller.board), district.now())

    def is_as(self, other: "_Gate") -> bool:
        """A roster that has changed is another one."""
        return self.roster is other.roster and self.healing == other.healing

    def examined(self, raws: Sequence[bytes]) -> list[Examined]:
        return [examined(self.roster, self.caller, raw, at=self.now, healing=self.healing) for raw in raws]


@dataclass(slots=True)
class Filing:
    """One push under way: the streams it holds locked and the places it has given out."""

    connection: Connection
    roster: Roster
    at: datetime
    heads: dict[bytes, Place]
    places: dict[bytes, Place]
    rows: list[dict[str, Any]] = field(default_factory=list)
    asides: dict[bytes, Aside] = field(default_factory=dict)

    @classmethod
    def under_lock(cls, connection: Connection, roster: Roster, taken: Sequence[Examined], at: datetime) -> "Filing":
        """With what enters come the grants that open it. Streams are locked in the order of their names, and after the
        mailboxes, so that two pushes never wait for each other."""
        board = roster.board_id
        entering = [each.header for each in taken if each.header and each.may_enter]
        late_grants.let_in(connection, roster, entering)
        circles = sorted({header.circle.to_bytes() for header in entering})
        heads = {circle: _locked_head(connection, board, circle) for circle in circles}
        return cls(connection, roster, at, heads, known_places(connection, board, [each.id for each in taken]))

    @property
    def board(self) -> bytes:
        return self.roster.board_id

    def file(self, each: Examined) -> Receipt:
        if each.header is None:
            # What does not even begin like an envelope is not kept: the sender keeps it, and nobody could use it.
            return Receipt(each.id, Status.REFUSED, code=each.refused_because or "malformed")
        if not each.refused_because and (place := self.places.get(each.id)):
            return Receipt(each.id, Status.DUPLICATE, place)
        if why := each.refused_because or each.aside_because:
            return self._kept_aside(each, each.header, why)
        return Receipt(each.id, Status.STORED, self._number(each, each.header))

    def _number(self, each: Examined, header: Header) -> Place:
        circle = header.circle.to_bytes()
        seq, hash_ = self.heads[circle]
        place = (seq + 1, next_hash(hash_, seq + 1, each.id))
        row = {"circle": circle, "seq": place[0], "id": each.id, "hash": place[1], "author": header.author}
        # Somebody who had not heard of it brings back what was disposed of: it gets its place, and stays gone.
        content = STUB if self.roster.is_disposed(header.circle, each.id) else each.raw
        self.rows.append({"board": self.board, **row, "envelope": content, "received_at": self.at})
        self.heads[circle] = self.places[each.id] = place
        return place

    def _kept_aside(self, each: Examined, header: Header, code: str) -> Receipt:
        if self.roster.is_disposed(header.circle, each.id):
            return Receipt(each.id, Status.SET_ASIDE, code=DISPOSED)
        self.asides[each.id] = Aside(AsideKind.ENVELOPE, each.raw, code, header.author, header.circle.to_bytes())
        return Receipt(each.id, Status.SET_ASIDE, code=code)

    def finish(self) -> None:
        """Writes what was filed: in the order of names again, for the same reason."""
        if self.rows:
            self.connection.execute(insert(envelopes), self.rows)
        for circle in sorted({row["circle"] for row in self.rows}):
            seq, hash_ = self.heads[circle]
            self.connection.execute(_MOVE_ON, {"of": self.board, "name": circle, "seq": seq, "hash": hash_})
        for id_ in sorted(self.asides):
            set_aside.keep(self.connection, self.board, self.asides[id_], self.at)
        set_aside.release(self.connection, self.board, sorted(self.places))


def _locked_head(connection: Connection, board: bytes, circle: bytes) -> Place:
    row = locked(connection, streams, {"board": board, "circle": circle}, seq=0, hash=NO_HASH)
    return row.seq, row.hash


def known_places(connection: Connection, board: bytes, ids: Sequence[bytes]) -> dict[bytes, Place]:
    wanted = (envelopes.c.board == board) & among(connection, envelopes.c.id, ids)
    rows = connection.execute(select(envelopes.c.id, envelopes.c.seq, envelopes.c.hash).where(wanted))
    return {row.id: (row.seq, row.hash) for row in rows}


def _note_watch_lines(connection: Connection, roster: Roster, lines: Iterable[tuple[Receipt, bytes]]) -> None:
    """A promise set aside is still a promise: it counts as open, but nothing set aside can close one."""
    counting = [
        line
        for receipt, raw in lines
        for piece in split(raw)
        if (line := watch.verified(roster, piece)) and (line.is_open or receipt.status is not Status.SET_ASIDE)
    ]
    for line in sorted(counting, key=lambda line: line.watch_id):
        watch.note(connection, line)


def pull(district: District, caller: Caller, circle: Circle, after: int) -> list[tuple[int, bytes, bytes]]:
    """As `pulled`. Raises `NotAReader`."""
    with district.database.reading() as connection:
        if not district.rosters.at(connection, caller.board).may_read(caller.device.id, circle):
            raise NotAReader
        return pulled(connection, caller.board, circle, after)


def pull_several(
    district: District, caller: Caller, asked: Sequence[tuple[Circle, int]], *, most_bytes: int
) -> list[tuple[Circle, list[tuple[int, bytes, bytes]]]]:
    """As `pull` for each (circle, after) in turn, until there is enough; nothing of what the caller may not read."""
    pages: list[tuple[Circle, list[tuple[int, bytes, bytes]]]] = []
    size = 0
    with district.database.reading() as connection:
        roster = district.rosters.at(connection, caller.board)
        for circle, after in asked:
            if size >= most_bytes:
                break
            if roster.may_read(caller.device.id, circle) and (page := pulled(connection, caller.board, circle, after)):
                pages.append((circle, page))
                size += sum(len(envelope) for *_, envelope in page)
    return pages


def pulled(connection: Connection, board: bytes, circle: Circle, after: int) -> list[tuple[int, bytes, bytes]]:
    """(number, head hash after it, envelope) from number `after` + 1 on: at most BATCH_ITEMS of them and, beyond the
    first, PULL_BYTES."""
    stream = where(envelopes, {"board": board, "circle": circle.to_bytes()})
    query = select(envelopes.c.seq, envelopes.c.id, envelopes.c.hash, envelopes.c.envelope).where(
        stream, envelopes.c.seq > after
    )
    taken: list[tuple[int, bytes, bytes]] = []
    size = 0
    for row in connection.execute(query.order_by(envelopes.c.seq).limit(BATCH_ITEMS)):
        content = row.envelope or Stub(row.id).to_bytes()
        size += len(content)
        if taken and size > PULL_BYTES:
            break
        taken.append((row.seq, row.hash, content))
    return taken


def heads(connection: Connection, board: bytes, roster: Roster, device: bytes) -> Mapping[bytes, Place]:
    """The last place of every stream this device may read."""
    rows: Sequence[Row[Any]] = connection.execute(_HEADS, {"board": board}).all()
    readable = (row for row in rows if roster.may_read(device, Circle.from_bytes(row.circle)))
    return {row.circle: (row.seq, row.hash) for row in readable}
