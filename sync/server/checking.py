"""Verifying everything the server keeps with the code the phones use, and saying in words what is wrong."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, Table, select

from sync.errors import StodkedjanError
from sync.protocol.circle import Circle
from sync.protocol.envelope import NO_HASH, Envelope, next_hash
from sync.protocol.errors import BadSignature, MadeByNewerVersion, Malformed, StatementRefused
from sync.protocol.grants import Grant, Recipient
from sync.protocol.heartbeat import Heartbeat
from sync.protocol.letter import Letter
from sync.protocol.members import Device
from sync.protocol.roster import Roster
from sync.protocol.statement import Statement
from sync.protocol.watch import WatchLine
from sync.server import ended_grants
from sync.server.refusals import NotRecognised
from sync.server.rosters import Rosters
from sync.server.tables import (
    envelopes,
    grants,
    heartbeats,
    invites,
    letters,
    log,
    mailboxes,
    peer_log,
    set_aside,
    streams,
    watch,
)

_WRONG = (Malformed, MadeByNewerVersion, BadSignature, StatementRefused)
_WORDS: dict[type[StodkedjanError], str] = {
    Malformed: "is not what it should be",
    MadeByNewerVersion: "was made by a newer version",
    BadSignature: "does not match its signature",
    StatementRefused: "is not allowed by the statements before it",
}


class Check:
    """One board. `problems` gives a sentence for each, as it is found; `counts` says how much was looked at."""

    def __init__(self, connection: Connection, board: bytes) -> None:
        self._connection = connection
        self._roster = Roster(board)
        self._rosters = Rosters()
        self.counts: Counter[str] = Counter()

    @property
    def roster(self) -> Roster:
        return self._roster

    def problems(self) -> Iterator[str]:
        problem = self._log_problem()
        if problem:
            # Whoever signed the rest may stand in the part of the log that cannot be followed.
            yield f"{problem} The rest of this board cannot be checked before that is mended."
            return
        for part in self._parts():
            yield from part()

    def _parts(self) -> tuple[Callable[[], Iterator[str]], ...]:
        kept = (self._streams, self._mailboxes, self._watch_lines, self._heartbeats, self._aside, self._invites)
        return (*kept, self._peer_logs, self._letters)

    def _rows(self, table: Table, *order: str) -> Iterator[Any]:
        query = select(table).where(table.c.board == self._roster.board_id)
        columns = [table.c[name] for name in order] or list(table.primary_key)
        with self._connection.execute(query.order_by(*columns).execution_options(yield_per=500)) as rows:
            yield from rows

    def _log_problem(self) -> str | None:
        for place, row in enumerate(self._rows(log, "seq"), 1):
            if row.seq != place:
                return f"Log: number {place} is missing."
            if wrong := self._in_words(f"Log: number {place}", self._follow, row.statement):
                return wrong
            if row.hash != self._roster.head.hash or row.digest != hashlib.sha256(row.statement).digest():
                return f"Log: number {place} is not the one that was chained here."
            self.counts["statements"] += 1
        return None if self._roster.board else "Log: there is none."

    def _follow(self, raw: bytes) -> None:
        self._roster.add(Statement.from_bytes(raw))

    def _in_words(self, what: str, check: Callable[[Any], None], row: Any) -> str | None:
        try:
            check(row)
        except _WRONG as error:
            return f"{what} {_WORDS[type(error)]}."
        return None

    def _signing(self, device: bytes) -> bytes:
        found = self._roster.devices.get(device)
        if found is None:
            raise BadSignature("nobody in the log")
        return found.signing

    def _streams(self) -> Iterator[str]:
        """Rows come by stream and number, so each stream is followed by itself."""
        ends: dict[bytes, tuple[int, bytes]] = {}
        for row in self._rows(envelopes, "circle", "seq"):
            last, head = ends.get(row.circle, (0, NO_HASH))
            name = f"Stream {row.circle.hex()}: number"
            if row.seq != last + 1:
                yield f"{name} {last + 1} is missing."
            elif row.hash != next_hash(head, row.seq, row.id):
                yield f"{name} {row.seq} is not the one that was chained here."
            if wrong := self._wrong_with(f"{name} {row.seq}", row):
                yield wrong
            ends[row.circle] = (row.seq, row.hash)
            self.counts["envelopes"] += 1
        yield from self._stream_ends(ends)

    def _wrong_with(self, what: str, row: Any) -> str | None:
        is_disposed = self._roster.is_disposed(Circle.from_bytes(row.circle), row.id)
        if row.envelope:
            left = f"{what} was disposed of and is still here." if is_disposed else None
            return left or self._in_words(what, self._check_envelope, row)
        self.counts["stubs"] += 1
        return None if is_disposed else f"{what} is empty, and nobody has disposed of it."

    def _check_envelope(self, row: Any) -> None:
        envelope = Envelope.from_bytes(row.envelope)
        told = (self._roster.board_id, Circle.from_bytes(row.circle), row.author, row.id)
        if told != (envelope.header.board, envelope.header.circle, envelope.header.author, envelope.id):
            raise Malformed("filed as another")
        envelope.verify(self._signing(row.author))

    def _stream_ends(self, ends: dict[bytes, tuple[int, bytes]]) -> Iterator[str]:
        for row in self._rows(streams):
            self.counts["streams"] += 1
            if (row.seq, row.hash) != ends.pop(row.circle, (0, NO_HASH)):
                yield f"Stream {row.circle.hex()}: its last number is not {row.seq}, as was said."
        for circle in ends:
            yield f"Stream {circle.hex()}: it is not in the list of streams."

    def _mailboxes(self) -> Iterator[str]:
        ends: dict[bytes, int] = {}
        for row in self._rows(grants, "recipient", "seq"):
            last, name = ends.get(row.recipient, 0), f"Mailbox {row.recipient.hex()}: number"
            if row.seq != last + 1:
                yield f"{name} {last + 1} is missing."
            if wrong := self._wrong_with_grant(f"{name} {row.seq}", row):
                yield wrong
            ends[row.recipient] = row.seq
            self.counts["grants"] += 1
        for box in self._rows(mailboxes):
            if box.last != ends.pop(box.recipient, 0):
                yield f"Mailbox {box.recipient.hex()}: its last number is not {box.last}, as was said."
        for recipient in ends:
            yield f"Mailbox {recipient.hex()}: it is not in the list of mailboxes."

    def _wrong_with_grant(self, what: str, row: Any) -> str | None:
        if row.grant or not ended_grants.may_be_gone(self._roster, Recipient.from_bytes(row.recipient)):
            return self._in_words(what, self._check_grant, row)
        return None

    def _check_grant(self, row: Any) -> None:
        grant = Grant.from_bytes(row.grant)
        context = grant.context
        told = (self._roster.board_id, row.recipient, row.key_id, row.granter)
        if told != (context.board, context.recipient.to_bytes(), context.key_id, context.granter):
            raise Malformed("laid as another")
        grant.verify(self._signing(row.granter))

    def _watch_lines(self) -> Iterator[str]:
        for row in self._rows(watch):
            name = f"Watch line {row.watch_id.hex()}"
            if wrong := self._in_words(name, self._check_watch_line, row):
                yield wrong
            self.counts["watch lines"] += 1

    def _check_watch_line(self, row: Any) -> None:
        line = WatchLine.from_bytes(row.line)
        told = (self._roster.board_id, row.watch_id, row.revision, row.latest, row.is_open)
        if told != (line.board, line.watch_id, line.revision, line.latest, line.is_open):
            raise Malformed("counted as another")
        line.verify(self._signing(line.author))

    def _heartbeats(self) -> Iterator[str]:
        for row in self._rows(heartbeats):
            name = f"Heartbeat of device {row.device.hex()}"
            if wrong := self._in_words(name, self._check_heartbeat, row):
                yield wrong
            self.counts["heartbeats"] += 1

    def _check_heartbeat(self, row: Any) -> None:
        if Heartbeat.verified(row.heartbeat, self._signing(row.device)).device != row.device:
            raise Malformed("another device's")

    def _aside(self) -> Iterator[str]:
        """Kept as it came, whatever it was: only that it is still the same can be said."""
        for row in self._rows(set_aside):
            if not self._is_as_it_came(row):
                yield f"Set aside {row.id.hex()}: it is not what came."
            self.counts["set aside"] += 1

    def _is_as_it_came(self, row: Any) -> bool:
        if row.original or row.circle is None:
            return bool(row.id == hashlib.sha256(row.original).digest())
        return self._roster.is_disposed(Circle.from_bytes(row.circle), row.id)

    def _invites(self) -> Iterator[str]:
        for row in self._rows(invites):
            if row.key not in self._roster.invites:
                yield f"Invite {row.id.hex()}: the log does not know its key."
            self.counts["invites"] += 1

    def _peer_logs(self) -> Iterator[str]:
        """Each as far as it can be followed from the root that was pinned."""
        their: Roster | None = None
        for row in self._rows(peer_log):
            if their is None or their.board_id != row.peer:
                their = Roster(row.peer)
            name = f"Log of board {row.peer.hex()}: number"
            if row.seq != their.head.seq + 1:
                yield f"{name} {their.head.seq + 1} is missing."
            elif wrong := self._in_words(f"{name} {row.seq}", partial(_follow, their), row.statement):
                yield wrong
            elif row.hash != their.head.hash:
                yield f"{name} {row.seq} is not the one that was chained here."
            self.counts["statements of other boards"] += 1

    def _letters(self) -> Iterator[str]:
        for place, row in enumerate(self._rows(letters, "seq"), 1):
            if row.seq != place:
                yield f"Letters: number {place} is missing."
                return
            if wrong := self._in_words(f"Letters: number {place}", self._check_letter, row):
                yield wrong
            self.counts["letters"] += 1

    def _check_letter(self, row: Any) -> None:
        letter = Letter.from_bytes(row.letter)
        head = letter.head
        told = (self._roster.board_id, row.digest, row.peer, row.letter_id, row.answers, row.kind)
        if told != (head.to_board, letter.digest, head.from_board, head.id, head.answers, head.kind):
            raise Malformed("laid as another")
        sender = self._their_device(head.from_board, head.sender)
        if sender is not None:
            letter.verify(sender.signing)

    def _their_device(self, peer: bytes, device: bytes) -> Device | None:
        """None when the log as it is shown now, perhaps since it was pinned anew, does not name the device."""
        try:
            their = self._rosters.at(self._connection, peer)
        except NotRecognised:
            their = self._rosters.shown(self._connection, self._roster.board_id, peer)
        return their.devices.get(device)


def _follow(their: Roster, raw: bytes) -> None:
    their.add(Statement.from_bytes(raw))
