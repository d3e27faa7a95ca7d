"""Who looks after a protected person: named people, each with the key to her circle, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.people import name_of
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of
from fieldapp.actions.reads import note_read
from fieldapp.actions.rotation import let_in
from fieldapp.domain.permissions import Action
from fieldapp.domain.read_entry import ReadAction, check_reason
from fieldapp.store import records
from sync.protocol.circle import Role
from sync.protocol.members import Device


@dataclass(frozen=True, slots=True, repr=False)
class Assignee:
    """Somebody who can be given a protected person; `person` in hex, `labels` of her devices."""

    person: str
    name: str
    labels: tuple[str, ...]
    is_assigned: bool


def staff(phone: Phone, contact_id: str) -> tuple[Assignee, ...]:
    """Coordinators and supporters; supervisors can open every protected person, auditors none. Raises GoneMeanwhile."""
    assigned = contact_of(phone, contact_id).assigned_staff
    devices = [one for one in phone.roster.devices.values() if one.is_active and one.role in _CAN_BE_ASSIGNED]
    people = dict.fromkeys(device.person for device in devices)
    return tuple(
        Assignee(person.hex(), name_of(phone, person), _labels(devices, person), person.hex() in assigned)
        for person in people
    )


_CAN_BE_ASSIGNED = (Role.COORDINATOR, Role.SUPPORTER)


def _labels(devices: Iterable[Device], person: bytes) -> tuple[str, ...]:
    return tuple(device.label for device in devices if device.person == person)


def assign(phone: Phone, contact_id: str, person: str, reason: str) -> None:
    """From the next exchange she can open the person, with all that was written before; logged, with the reason.

    Nobody can be made to forget a key: to shut somebody out, her devices are revoked or her role is changed.
    Raises NotAllowed, ReasonMissing, GoneMeanwhile.
    """
    check_allowed(phone, Action.ASSIGN_PROTECTED)
    check_reason(reason, protected=True)
    contact, home = contact_of(phone, contact_id), records.circle_of(phone.store, "contact", contact_id)
    if home is None or not contact.is_protected or person not in {one.person for one in staff(phone, contact_id)}:
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(home, "contact", contact_id, assigned_staff=sorted({*contact.assigned_staff, person}))
        note_read(action, "contact", contact_id, ReadAction.ASSIGN, reason)
    let_in(phone)
