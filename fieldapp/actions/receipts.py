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


def is_believed(phone: Phone, write: Write, circle: Circle, id_: bytes, place: Head) -> bool:
    """What comes right after what was read is checked now, and need not be fetched back; what comes later is checked
    when the stream is read so far. False for a place that another envelope is known to have."""
    at = cursors.stream(write, circle)
    if place.seq <= at.seq:
        there = held.at(write, circle, place.seq)
        is_true = there is None or (there.id, there.head) == (id_, place)
    elif place.seq == at.seq + 1:
        is_true = place.hash == next_hash(at.hash, place.seq, id_)
        if is_true:
            _read_own(phone, write, id_, place)
    else:
        is_true = True
        claims.remember(write, circle, place.seq, id_)
    if not is_true:
        findings.add(write, Found.TAKEN_BACK, at=phone.now())
    return is_true


def _read_own(phone: Phone, write: Write, id_: bytes, place: Head) -> None:
    if (raw := outbox.sealed_owed(phone.store, id_)) is None:
        return
    envelope = Envelope.from_bytes(raw)
    reading = Reading(phone, write, envelope.header.circle)
    reading.note(envelope, place)
    reading.end()
    cursors.set_stream(write, envelope.header.circle, place)


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
