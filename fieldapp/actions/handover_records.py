"""Finding what is remembered of handovers."""

from dataclasses import dataclass, replace

from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.consent import Consent
from fieldapp.domain.field_values import as_text
from fieldapp.domain.handover import Handover
from fieldapp.domain.merge import Record, shown
from fieldapp.store import letters, records


def handovers(phone: Phone, session: str = "") -> list[Handover]:
    """Those this board has proposed, the newest first."""
    found = [_as_it_lies(phone, one) for one in records.each(phone.store, "handover", Handover.from_record)]
    mine = [one for one in found if session in ("", one.session_id)]
    return sorted(mine, key=lambda one: one.proposed_at.isoformat() if one.proposed_at else "", reverse=True)


def _as_it_lies(phone: Phone, one: Handover) -> Handover:
    """On the phone that sends it, as soon as it has arrived there."""
    sent = letters.find_out(phone.store, bytes.fromhex(one.letter)) if one.letter else None
    return replace(one, laid_at=one.laid_at or sent.laid_at) if sent else one


def handover_of(phone: Phone, handover_id: str) -> Handover:
    """Raises GoneMeanwhile."""
    record = records.record(phone.store, "handover", handover_id)
    if record is None:
        raise GoneMeanwhile
    return _as_it_lies(phone, Handover.from_record(record))


@dataclass(frozen=True, slots=True, repr=False)
class Taken:
    """What this board has taken over. `letter`: the id of the proposal; `session_id`: of this board's own session."""

    id: str
    letter: str
    digest: str
    peer: str
    session_id: str

    @classmethod
    def from_record(cls, record: Record) -> "Taken":
        names = ("letter", "digest", "peer", "session_id")
        return cls(record["id"], *(as_text(shown(record, name)) for name in names))


def taken(phone: Phone) -> list[Taken]:
    return records.each(phone.store, "handover_taken", Taken.from_record)


def consents_about(phone: Phone, contacts: tuple[str, ...]) -> list[Consent]:
    """All that was said of one person, under whichever of her contacts."""
    return [one for one in records.each(phone.store, "consent", Consent.from_record) if one.contact_id in contacts]
