"""Which receipts are believed: the stream has to bear them out."""

from collections.abc import Mapping

from fieldapp.actions.phone import Phone
from fieldapp.actions.reading import Reading
from fieldapp.store import claims, cursors, findings, held, outbox
from fieldapp.store.findings import Found
from fieldapp.store.store import Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, next_hash
from sync.protocol.statement import Head


class Believing:
    """The answers of one request being taken; what they show is counted in when all are."""

    def __init__(self, phone: Phone, write: Write) -> None:
        self._phone, self._write = phone, write
        self._at: dict[Circle, Head] = {}
        self._readings: dict[Circle, Reading] = {}

    def is_believed(self, circle: Circle, id_: bytes, place: Head) -> bool:
        """What comes right after what was read is checked now, and need not be fetched back; what comes later is
        checked when the stream is read so far. False for a place that another envelope is known to have."""
        at = self._at.get(circle) or cursors.stream(self._write, circle)
        if place.seq <= at.seq:
            there = held.at(self._write, circle, place.seq)
            is_true = there is None or (there.id, there.head) == (id_, place)
        elif place.seq == at.seq + 1:
            is_true = place.hash == next_hash(at.hash, place.seq, id_)
            if is_true:
                self._read_own(id_, place)
        else:
            is_true = True
            claims.remember(self._write, circle, place.seq, id_)
        if not is_true:
            findings.add(self._write, Found.TAKEN_BACK, at=self._phone.now())
        return is_true

    def _read_own(self, id_: bytes, place: Head) -> None:
        if (raw := outbox.sealed_owed(self._phone.store, id_)) is None:
            return
        envelope = Envelope.from_bytes(raw)
        circle = envelope.header.circle
        reading = self._readings.get(circle) or Reading(self._phone, self._write, circle)
        reading.note(envelope, place)
        self._readings[circle], self._at[circle] = reading, place

    def end(self) -> None:
        for reading in self._readings.values():
            reading.end()
        for circle, place in self._at.items():
            cursors.set_stream(self._write, circle, place)


def check_claims(phone: Phone, heads: Mapping[Circle, Head]) -> None:
    """A receipt for a place that its stream does not reach is none."""
    for circle in claims.circles(phone.store):
        if not phone.roster.may_read(phone.id, circle):
            continue
        beyond = claims.beyond(phone.store, circle, heads.get(circle, Head()).seq)
        if not beyond:
            continue
        with phone.store.one_write() as write:
            for seq, id_ in beyond:
                claims.taken(write, circle, Head(seq))
                if outbox.waits_again(write, id_):
                    findings.add(write, Found.TAKEN_BACK, at=phone.now())
