"""Ending a session: the gate that lists what is missing, writing a phone off, and closing."""

from collections.abc import Mapping

from fieldapp.actions import evaluating, late, one_person
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.people import fetch_devices, name_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import follow_ups, referrals
from fieldapp.actions.sessions import view
from fieldapp.actions.views import ClosingView, PersonWithout, SessionDevice
from fieldapp.actions.visits import contacts, valid_visits
from fieldapp.domain.closing import DeviceCount, NotReadyToClose, check_write_off, closing_gaps
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.evaluation import EvaluationStage
from fieldapp.domain.permissions import Action
from fieldapp.domain.promises import without_owner_or_date
from fieldapp.store import heard
from fieldapp.store.heard import Heard
from sync.protocol.circle import Circle
from sync.protocol.members import Session
from sync.protocol.statement import Kind


def gate(phone: Phone, session_id: str) -> ClosingView:
    """As far as this phone knows; `refresh` asks the server first."""
    session = phone.roster.sessions.get(bytes.fromhex(session_id), Session(bytes.fromhex(session_id)))
    without = _people_without(phone, session_id)
    people = [contact for contact in contacts(phone) if contact.session_id == session_id]
    current = [contact for contact in people if contact.status is not ContactStatus.VOIDED]
    joined = one_person.known(phone)
    promised = {joined.survivor(one.contact_id) for one in follow_ups(phone) if one.is_open}
    promised |= {joined.survivor(one.contact_id) for one in referrals(phone) if one.is_open}
    let_down = {person.contact_id for person in without}
    return ClosingView(
        session=view(phone, session_id),
        devices=tuple(_device(phone, session, device) for device in session.devices),
        people_without=without,
        kept=sum(contact.id in promised - let_down for contact in current),
        late=len(late.items(phone)),
        evaluation=evaluating.stage(phone, session_id),
    )


def refresh(phone: Phone, session_id: str) -> ClosingView:
    """Raises what stands in sync.client.errors."""
    fetch_devices(phone)
    late.fetch(phone)
    return gate(phone, session_id)


def _device(phone: Phone, session: Session, device_id: bytes) -> SessionDevice:
    device = phone.roster.devices[device_id]
    last = heard.of_device(phone.store, device_id, device.signing)
    return SessionDevice(
        count=_count(session, device_id, last),
        label=device.label,
        name=name_of(phone, device.person),
        heard_at=last.at,
        purged=device_id in session.purged,
        left=device_id in session.left,
    )


def _count(session: Session, device_id: bytes, last: Heard) -> DeviceCount:
    said = last.heartbeat
    return DeviceCount(
        device=device_id.hex(),
        issued=_of_session(session, said.issued) if said else None,
        received=_of_session(session, last.received),
        knows_of_closing=said is not None and 0 < session.closing_since <= said.log.seq,
        written_off_reason=session.written_off.get(device_id, ""),
    )


def _of_session(session: Session, numbers: Mapping[Circle, int]) -> int:
    return sum(number for circle, number in numbers.items() if circle.subject == session.id)


def _people_without(phone: Phone, session_id: str) -> tuple[PersonWithout, ...]:
    people, meetings = contacts(phone), valid_visits(phone)
    joined = one_person.known(phone)
    found = without_owner_or_date(people, meetings, follow_ups(phone), referrals(phone), joined)
    homes = {visit.contact_id: visit.session_id for visit in meetings}
    homes |= {contact.id: contact.session_id for contact in people}
    codes = {contact.id: contact.code for contact in people}
    return tuple(
        PersonWithout(contact, codes.get(contact, "")) for contact in found if homes.get(contact) == session_id
    )


def start_closing(phone: Phone, session_id: str) -> None:
    """From here the session waits for its phones; visits are still taken, and its evaluation is begun.

    Raises NotAllowed, and Refused unless it was open.
    """
    check_allowed(phone, Action.CLOSE_SESSION)
    phone.link.append(Kind.SESSION_CLOSING, session=session_id)
    evaluating.begin(phone, session_id)


def write_off(phone: Phone, session_id: str, device: str, reason: str) -> None:
    """What the phone still holds may be lost; what it brings later arrives late.

    Raises NotAllowed, WriteOffReasonMissing.
    """
    check_allowed(phone, Action.CLOSE_SESSION)
    check_write_off(reason)
    phone.link.append(Kind.DEVICE_WRITTEN_OFF, session=session_id, device=device, reason=reason.strip()[:200])


def close(phone: Phone, session_id: str) -> None:
    """Raises NotAllowed, and NotReadyToClose while the gate lists anything."""
    check_allowed(phone, Action.CLOSE_SESSION)
    found = refresh(phone, session_id)
    counts = [device.count for device in found.devices]
    without = [person.contact_id for person in found.people_without]
    if closing_gaps(counts, without, evaluation_started=found.evaluation is not EvaluationStage.NOT_BEGUN):
        raise NotReadyToClose
    phone.link.append(Kind.SESSION_CLOSED, session=session_id)
