"""Holding what arrives against what is known already: forks, numbers used twice, receipts that were not true."""

from fieldapp.actions.phone import Phone
from fieldapp.store import authors, claims, cursors, findings, fresh, held, issued, older_copy, outbox, server_contact
from fieldapp.store.authors import Author
from fieldapp.store.findings import Found
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Stub
from sync.protocol.errors import StreamTampered
from sync.protocol.roster import CASEWORKERS
from sync.protocol.statement import Head


class Reading:
    """One page of one stream being counted in. What is found is kept and said; only an envelope that has a place
    already is refused, with the page it is on."""

    def __init__(self, phone: Phone, write: Write, circle: Circle) -> None:
        self._phone, self._write, self._circle = phone, write, circle
        self._authors: dict[bytes, Author] = {}
        if cursors.stream(write, circle).seq == 0:
            fresh.begin(write, circle)
        self._is_fresh = fresh.is_fresh(write, circle)
        self._agreed = Head()

    def note(self, envelope: Envelope, head: Head) -> None:
        """Before it is folded."""
        self._check_claim(envelope, head)
        if self._contradicts(envelope, head):
            self._find(Found.FORK, envelope.header.author)
        is_new_of_ours = self._is_ours(envelope) and not outbox.is_own(self._write, envelope.id)
        if is_new_of_ours:
            self._find(Found.FETCHED_BACK)
        self._count(envelope, is_new_of_ours)
        keep = self._phone.role in CASEWORKERS or is_new_of_ours
        held.remember(self._write, envelope, head, keep_sealed=keep)

    def note_gone(self, stub: Stub, head: Head) -> None:
        """What was disposed of counts for nobody: a phone that lets go because of it would let go too early."""
        self._check_claim(stub, head)
        if held.at(self._write, self._circle, head.seq) is None:
            held.remember_gone(self._write, self._circle, stub.id, head)

    def end(self) -> None:
        for author in self._authors.values():
            authors.save(self._write, author)

    def _check_claim(self, envelope: Envelope | Stub, head: Head) -> None:
        claimed = claims.taken(self._write, self._circle, head)
        if claimed not in (None, envelope.id) and outbox.waits_again(self._write, claimed or b""):
            self._find(Found.TAKEN_BACK)

    def _contradicts(self, envelope: Envelope, head: Head) -> bool:
        """Whether its author was shown another history than we were (DESIGN §10: forks surface)."""
        seen = Head(envelope.header.seen_seq, envelope.header.seen_hash)
        if seen.seq == 0 or self._is_fresh or seen == self._agreed:
            return False
        mine = held.at(self._write, self._circle, seen.seq) if seen.seq < head.seq else None
        if mine and mine.head == seen:
            # What an author saw last stands in all that was made before the next reading.
            self._agreed = seen
            return False
        was_once = held.was_once(self._write, self._circle, seen)
        if was_once is None and server_contact.last(self._write).restores:
            return False
        return not was_once and (mine is not None or seen.seq >= head.seq)

    def _count(self, envelope: Envelope, is_new_of_ours: bool) -> None:
        header = envelope.header
        author = self._authors.get(header.author) or authors.of(self._write, self._circle, header.author)
        is_doubled = author.has(header.device_seq) or (
            author.highest == header.device_seq - 1 and author.count > 0 and author.last != header.previous
        )
        if is_doubled and any(place.id == envelope.id for place in held.of_circle(self._write, self._circle)):
            raise StreamTampered("the same envelope twice")
        if is_doubled and not self._is_ours(envelope):
            self._find(Found.DOUBLED, header.author)
        self._authors[header.author] = author.with_one(header.device_seq, envelope.id)
        if is_new_of_ours or (is_doubled and self._is_ours(envelope)):
            older_copy.found(self._write)
            issued.at_least(self._write, self._circle, header.device_seq, envelope.id)

    def _is_ours(self, envelope: Envelope) -> bool:
        return envelope.header.author == self._phone.id

    def _find(self, kind: Found, device: bytes = b"") -> None:
        findings.add(self._write, kind, at=self._phone.now(), device=device)
