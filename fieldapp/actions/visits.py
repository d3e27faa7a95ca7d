"""Registering a visit, seeing one's own, and taking the last one back."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fieldapp.actions import one_person
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_role
from fieldapp.actions.births import BORN, born_id
from fieldapp.actions.documenting import check_name
from fieldapp.actions.lease import has_lapsed
from fieldapp.actions.phone import Phone
from fieldapp.actions.safety import states
from fieldapp.actions.sessions import require
from fieldapp.actions.views import SafetyState, SavedVisit, VisitRow
from fieldapp.domain.codes import CONTACT_RANDOM_BYTES, contact_code, parse_contact_code
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpState
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.promises import without_owner_or_date
from fieldapp.domain.referral import Referral
from fieldapp.domain.visit import Visit, is_recorded_late
from fieldapp.domain.visit_form import VisitForm, check_complete, contact_answers, visit_answers
from fieldapp.store import drafts, lease, records
from sync.protocol.circle import Circle

DRAFT = drafts.VISIT


def new_code(phone: Phone) -> str:
    return contact_code(phone.prefix, phone.random(CONTACT_RANDOM_BYTES))


def register_visit(phone: Phone, session: str, code: str, form: VisitForm) -> SavedVisit:
    """Saves contact and visit as one change about one person, and lets go of the draft.

    Saving the same code twice (a double tap) is one visit.
    Raises NotAllowed, VisitIncomplete, NameNotWritten, NoSession, CodeMistyped.
    """
    check_role(phone, Deed.CREATE_VISIT)
    check_complete(form)
    check_name(phone, session, named=form.identity_level.has_name)
    own = Circle.own(require(phone, session), phone.id)
    form = replace(form, started_at=form.started_at or phone.now(), returning_code=_canonical(phone, form))
    met = _met_before(phone, form.returning_code)
    contact_id = met.id if met else born_id(own, "contact", code)
    circle = _circle(phone, own, contact_id, form)
    saved = SavedVisit(
        visit_id=born_id(circle, "visit", code),
        contact_id=contact_id,
        session_id=session,
        code=met.code if met else code,
        follow_up_promised=form.outcome is not None and form.outcome.promises_follow_up,
    )
    if records.record(phone.store, "visit", saved.visit_id) is None:
        _save(phone, saved, form, circle, code, met)
    return saved


def _canonical(phone: Phone, form: VisitForm) -> str:
    return parse_contact_code(form.returning_code, prefix=phone.prefix) if form.returning_code else ""


def _met_before(phone: Phone, code: str) -> Contact | None:
    found = next((contact for contact in contacts(phone) if contact.answers_to(code)), None) if code else None
    return one_person.person(phone, found.id) if found else None


def _circle(phone: Phone, own: Circle, contact_id: str, form: VisitForm) -> Circle:
    home = records.circle_of(phone.store, "contact", contact_id)
    return home or (Circle.protected(uuid.UUID(contact_id).bytes) if form.is_protected else own)


def _save(phone: Phone, saved: SavedVisit, form: VisitForm, circle: Circle, code: str, met: Contact | None) -> None:
    with one_action(phone) as action:
        answers = _contact_answers(phone, saved, form, met)
        action.set(circle, "contact", saved.contact_id, **answers, **({} if met else {BORN: code}))
        action.create(circle, "visit", code, **_visit_answers(phone, saved, form))
        drafts.discard(action.write, DRAFT)
        if met is None and has_lapsed(phone):
            lease.note_met(action.write, saved.contact_id)


def _contact_answers(phone: Phone, saved: SavedVisit, form: VisitForm, met: Contact | None) -> dict[str, Any]:
    answers = contact_answers(form)
    if met and met.is_protected:
        # Whoever meets her again and does not know that she is protected must not make her less so.
        answers = {name: answer for name, answer in answers.items() if name not in ("identity_level", "name")}
    if form.is_protected:
        answers["assigned_staff"] = sorted({*(met.assigned_staff if met else ()), phone.me.person.hex()})
    if met is None:
        answers |= {"session_id": saved.session_id, "code": saved.code, "status": ContactStatus.ACTIVE}
    return answers


def _visit_answers(phone: Phone, saved: SavedVisit, form: VisitForm) -> dict[str, Any]:
    started = form.started_at or phone.now()
    return visit_answers(form) | {
        "session_id": saved.session_id,
        "contact_id": saved.contact_id,
        "supporters": [phone.me.person.hex()],
        "recorded_late": form.written_again or is_recorded_late(started, form.duration_min, phone.now()),
    }


def undo_visit(phone: Phone, saved: SavedVisit) -> None:
    """Takes a visit saved by mistake out of every list; what was written stays as a voided entry."""
    circle = records.circle_of(phone.store, "visit", saved.visit_id)
    if circle is None:
        return
    others = [visit for visit in visits_of(phone, saved.contact_id) if visit.id != saved.visit_id]
    with one_action(phone) as action:
        action.set(circle, "visit", saved.visit_id, voided=True)
        if not others:
            action.set(circle, "contact", saved.contact_id, status=ContactStatus.VOIDED)
        for follow_up in _open_follow_ups(phone, saved.contact_id) if not others else ():
            home = records.circle_of(action.write, "follow_up", follow_up.id) or circle
            ended = {"state": FollowUpState.CANCELLED, "closed_reason": ClosedReason.AGREED_BY_MISTAKE}
            action.set(home, "follow_up", follow_up.id, **ended, watch_rev=follow_up.watch_rev + 1)
            if follow_up.window:
                latest = follow_up.window.latest
                action.watch(home, follow_up.watch_id, follow_up.watch_rev + 1, latest, is_open=False)


def _open_follow_ups(phone: Phone, contact_id: str) -> list[FollowUp]:
    follow_ups = records.each(phone.store, "follow_up", FollowUp.from_record)
    return [follow_up for follow_up in follow_ups if follow_up.contact_id == contact_id and follow_up.is_open]


def valid_visits(phone: Phone) -> list[Visit]:
    """Every visit on this phone that was not taken back."""
    return [visit for visit in records.each(phone.store, "visit", _valid) if visit]


def visits_of(phone: Phone, contact_id: str) -> list[Visit]:
    """One person's, without those taken back, whichever of her contacts they were written under."""
    hers = one_person.together(phone, contact_id)
    return [visit for visit in valid_visits(phone) if visit.contact_id in hers]


def _valid(record: Record) -> Visit | None:
    return None if shown(record, "voided") is True else Visit.from_record(record)


def my_visits(phone: Phone, session: str = "") -> tuple[VisitRow, ...]:
    """The visits registered on this phone, the newest first; only those of `session` when it is given."""
    people, kept = contacts(phone), valid_visits(phone)
    safe, let_down = states(phone), _let_down(phone, people, kept)
    codes, joined = {contact.id: contact.code for contact in people}, one_person.known(phone)
    rows = [
        VisitRow(
            visit_id=visit.id,
            contact_id=visit.contact_id,
            code=codes.get(visit.contact_id, ""),
            started_at=visit.started_at or phone.now(),
            mode=visit.mode,
            duration_minutes=visit.duration_min,
            state=safe.get(visit.id, SafetyState.RECEIPTED),
            follow_up_missing=joined.survivor(visit.contact_id) in let_down,
            recorded_late=visit.recorded_late,
        )
        for visit in kept
        if phone.me.person.hex() in visit.supporters and session in ("", visit.session_id)
    ]
    return tuple(sorted(rows, key=lambda row: row.started_at, reverse=True))


def contacts(phone: Phone) -> list[Contact]:
    return records.each(phone.store, "contact", Contact.from_record)


def codes_of(phone: Phone) -> Mapping[str, str]:
    """The code of each contact that can be read here, by id. Only to be read."""
    return records.together(phone.store, "contact", Contact.from_record, _codes)


def _codes(people: list[Contact]) -> Mapping[str, str]:
    return {contact.id: contact.code for contact in people}


def _let_down(phone: Phone, people: list[Contact], kept: list[Visit]) -> frozenset[str]:
    referrals = records.each(phone.store, "referral", Referral.from_record)
    known = one_person.known(phone)
    return frozenset(without_owner_or_date(people, kept, one_person.follow_ups(phone), referrals, known))
