"""Outside actors on the staff list of a session: written down, and given nothing that opens a record."""

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import incident_of
from fieldapp.domain.incident import Level
from fieldapp.domain.outside_staff import (
    OnlyAtLevelTwo,
    OutsideStaff,
    OutsideStaffForm,
    check_outside,
    in_order,
    outside_answers,
)
from fieldapp.domain.permissions import Action as Deed
from fieldapp.store import records
from sync.protocol.circle import Circle


def outside_staff(phone: Phone, session: str) -> tuple[OutsideStaff, ...]:
    """Also when the level has gone back to 1: who was there stays readable."""
    found = records.each(phone.store, "outside_staff", OutsideStaff.from_record)
    return in_order(found, session, phone.now())


def may_add(phone: Phone, session: str) -> bool:
    return allowed(phone, Deed.STAFF_SESSION) and _is_external(phone, session)


def _is_external(phone: Phone, session: str) -> bool:
    incident = incident_of(phone, session)
    return incident is not None and incident.level is Level.EXTERNAL


def add(phone: Phone, session: str, form: OutsideStaffForm) -> str:
    """A line on the list; gives its id.

    Raises NotAllowed, OnlyAtLevelTwo, OutsideStaffIncomplete, LeavesBeforeComing, OutsideStaffNumbered.
    """
    check_allowed(phone, Deed.STAFF_SESSION)
    if not _is_external(phone, session):
        raise OnlyAtLevelTwo
    check_outside(form)
    said = {"session_id": session, "by": phone.me.person.hex(), **outside_answers(form)}
    with one_action(phone) as action:
        return action.create(Circle.shared(bytes.fromhex(session)), "outside_staff", fresh(), **said)


def note_gone(phone: Phone, session: str, staff_id: str) -> None:
    """They have left; the line stays. On any level. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Deed.STAFF_SESSION)
    if all(one.id != staff_id for one in outside_staff(phone, session)):
        raise GoneMeanwhile
    with one_action(phone) as action:
        action.set(Circle.shared(bytes.fromhex(session)), "outside_staff", staff_id, gone_at=phone.now())
