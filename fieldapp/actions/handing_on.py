"""Letting another supporter of the session take over a contact: a coordinator puts it into her circle (DESIGN §4)."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldapp.actions import one_person
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.corrections import corrections_of
from fieldapp.actions.errors import CannotBeHandedOn, GoneMeanwhile
from fieldapp.actions.payload import Copy
from fieldapp.actions.people import name_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of
from fieldapp.actions.queue import attempts_of
from fieldapp.actions.reads import note_read
from fieldapp.actions.recusing import knows
from fieldapp.actions.referral_records import content_of, referrals_of
from fieldapp.actions.visits import visits_of
from fieldapp.domain.contact import Contact
from fieldapp.domain.merge import Change, Record, shown
from fieldapp.domain.permissions import Action
from fieldapp.domain.read_entry import ReadAction
from fieldapp.store import records, shared
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.members import Device


@dataclass(frozen=True, slots=True, repr=False)
class Colleague:
    """Somebody who can take over: `has_it` when the contact was handed to her before."""

    device: str
    label: str
    name: str
    has_it: bool


def colleagues(phone: Phone, contact_id: str) -> tuple[Colleague, ...]:
    """The supporters who work in the contact's session now, but not the one who wrote it, nor who knows the person.

    Raises GoneMeanwhile.
    """
    contact = contact_of(phone, contact_id)
    home = records.circle_of(phone.store, "contact", contact_id)
    placed = {circle.device for circle in shared.circles_of(phone.store, "contact", contact_id)}
    return tuple(
        Colleague(device.id.hex(), device.label, name_of(phone, device.person), device.id in placed)
        for device in _working(phone, contact)
        if home is None
        or not (phone.roster.same_person(device.id, home.device) or knows(phone, contact_id, device.person.hex()))
    )


def _working(phone: Phone, contact: Contact) -> Iterator[Device]:
    roster, session = phone.roster, bytes.fromhex(contact.session_id)
    found = roster.sessions.get(session)
    for device in map(roster.devices.__getitem__, found.devices if found else ()):
        if device.is_active and device.role is Role.SUPPORTER and roster.works_in(device.id, session):
            yield device


def hand_on(phone: Phone, contact_id: str, device: str) -> None:
    """The person as she stands, what is promised, consented and last written, into the colleague's own circle; logged.

    From here what a caseworker changes reaches the colleague, and what she changes is one record with ours. What is
    written by the one who had it before reaches her when it is handed on again.
    Raises NotAllowed, GoneMeanwhile, CannotBeHandedOn.
    """
    check_allowed(phone, Action.HAND_ON)
    contact = contact_of(phone, contact_id)
    taker = next((one for one in _working(phone, contact) if one.id.hex() == device), None)
    if taker is None or knows(phone, contact_id, taker.person.hex()):
        raise GoneMeanwhile
    circle = Circle.own(bytes.fromhex(contact.session_id), taker.id)
    copies = [_copy(phone, kind, record_id) for kind, record_id in _needed(phone, contact)]
    with one_action(phone) as action:
        for copy in copies:
            if copy.home != circle:
                action.hand_on(circle, copy)
        note_read(action, "contact", contact_id, ReadAction.HAND_ON, taker.label)


def _needed(phone: Phone, contact: Contact) -> Iterator[tuple[str, str]]:
    """What one needs to go on, and no more: older visits stay where they are."""
    hers = one_person.together(phone, contact.id)
    yield from (("contact", one) for one in hers)
    yield from _said_of(phone, "duplicate", hers)
    yield from _said_of(phone, "consent", hers)
    yield from _promised(phone, contact.id)
    yield from _last_written(phone, contact.id)


def _said_of(phone: Phone, kind: str, contacts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    found = records.records(phone.store, kind)
    return ((kind, record["id"]) for record in found if shown(record, "contact_id") in contacts)


def _promised(phone: Phone, contact_id: str) -> Iterator[tuple[str, str]]:
    for follow_up in (one for one in follow_ups_of(phone, contact_id) if one.is_open):
        yield "follow_up", follow_up.id
        yield from (("attempt", record["id"]) for record in attempts_of(phone, follow_up.id))
    for away in (one for one in referrals_of(phone, contact_id) if one.is_open):
        yield "referral", away.id
        yield "referral_content", content_of(phone, away.id).id


def _last_written(phone: Phone, contact_id: str) -> Iterator[tuple[str, str]]:
    visits = visits_of(phone, contact_id)
    newest = max(visits, key=lambda visit: visit.started_at.isoformat() if visit.started_at else "", default=None)
    if newest:
        yield "visit", newest.id
        rows = corrections_of(phone, contact_id)
        yield from (("correction", row.correction.id) for row in rows if row.correction.about_id == newest.id)


def _copy(phone: Phone, kind: str, record_id: str) -> Copy:
    home, record = records.circle_of(phone.store, kind, record_id), records.record(phone.store, kind, record_id)
    if home is None or record is None:
        raise GoneMeanwhile
    if home.kind is not CircleKind.OWN:
        raise CannotBeHandedOn
    return Copy(home, tuple(as_changes(record)))


def as_changes(record: Record) -> Iterator[Change]:
    """A record as the changes that nobody has replaced: who wrote what, and what each replaced, stays as it was.

    Values written anew would come out as conflicts with what their author changes next.
    """
    for field, candidates in record["fields"].items():
        for candidate in candidates:
            yield Change(
                type=record["type"],
                id=record["id"],
                dot=candidate["dot"],
                seen=record["seen"],
                at=candidate["at"],
                set={field: candidate["value"]},
                over={field: candidate["seen"]},
            )


def handed_to_me(phone: Phone) -> tuple[Contact, ...]:
    """The contacts a coordinator has let this supporter take over."""
    mine = [record_id for record_id in shared.ids(phone.store, "contact") if _is_mine(phone, record_id)]
    found = (records.record(phone.store, "contact", one) for one in mine if not knows(phone, one))
    return tuple(Contact.from_record(record) for record in found if record)


def _is_mine(phone: Phone, contact_id: str) -> bool:
    return any(circle.device == phone.id for circle in shared.circles_of(phone.store, "contact", contact_id))
