"""Opening a person, which is logged, and what is done for that person."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from fieldapp.actions import one_person, referral_page
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import scope_of
from fieldapp.actions.births import fresh
from fieldapp.actions.corrections import corrections_of
from fieldapp.actions.errors import (
    FollowUpIncomplete,
    GoneMeanwhile,
    KnowsThePerson,
    NotAllowed,
    NotAssigned,
    NothingToUndo,
)
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, end_follow_up, follow_ups_of, promise, proposals
from fieldapp.actions.queue import attempts_of, card, follow_up_of
from fieldapp.actions.reads import log_read
from fieldapp.actions.recusing import knows
from fieldapp.actions.referral_records import referrals_of
from fieldapp.actions.safety import states
from fieldapp.actions.views import ConflictView, JoinedView, PersonView, SafetyState, VisitEntry
from fieldapp.actions.visits import visits_of
from fieldapp.domain import follow_up_form
from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import FollowUp, FollowUpResult, FollowUpState, check_result
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.merge import conflicts
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import Scope
from fieldapp.domain.read_entry import ReadAction, check_reason
from fieldapp.domain.visit import Visit
from fieldapp.store import records
from sync.protocol.circle import Circle

_UNDO = "undo"


def open_person(phone: Phone, contact_id: str, reason: str = "") -> PersonView:
    """Logs the read, durably, before anything is shown.

    Raises NotAllowed, KnowsThePerson, ReasonMissing, NotAssigned.
    """
    contact = one_person.person(phone, contact_id)
    _check_may_open(phone, contact_id, contact, reason)
    if contact is None:
        log_read(phone, "contact", contact_id, ReadAction.DENIED, reason)
        raise NotAssigned
    check_reason(reason, protected=contact.is_protected)
    with phone.store.one_write():
        for each in one_person.together(phone, contact_id):
            log_read(phone, "contact", each, ReadAction.READ, reason)
    return _person(phone, contact)


def _check_may_open(phone: Phone, contact_id: str, contact: Contact | None, reason: str) -> None:
    """Raises NotAllowed, KnowsThePerson; that somebody tried is on record."""
    deed = Deed.OPEN_PROTECTED if contact and contact.is_protected else Deed.OPEN_PERSON
    refused = NotAllowed if scope_of(phone, deed) is Scope.NO else KnowsThePerson
    if refused is NotAllowed or knows(phone, contact_id):
        log_read(phone, "contact", contact_id, ReadAction.DENIED, reason)
        raise refused


def reread_person(phone: Phone, contact_id: str) -> PersonView:
    """The person who is already open, after something was written; logged when it was opened."""
    contact = one_person.person(phone, contact_id)
    if contact is None or knows(phone, contact_id):
        raise GoneMeanwhile
    return _person(phone, contact)


def _person(phone: Phone, contact: Contact) -> PersonView:
    safe = states(phone)
    visits = visits_of(phone, contact.id)
    promised = follow_ups_of(phone, contact.id)
    return PersonView(
        contact_id=contact.id,
        code=contact.code,
        opened_at=phone.now(),
        identity_level=contact.identity_level,
        name=contact.name,
        age_band=contact.age_band,
        affected_as=contact.affected_as,
        contact_way=contact.contact_way,
        phone=contact.phone,
        ok_leave_message=contact.ok_leave_message,
        best_time=contact.best_time,
        language=contact.language,
        interpreter=contact.interpreter,
        visits=tuple(_visit_entry(phone, visit, safe) for visit in visits),
        follow_ups=tuple(card(phone, follow_up.id) for follow_up in promised),
        conflicts=tuple(_conflicts(phone, contact, visits, promised)),
        referrals=referral_page.rows(phone, contact),
        corrections=corrections_of(phone, contact.id),
        joined=tuple(_joined(phone, contact)),
    )


def _joined(phone: Phone, contact: Contact) -> Iterator[JoinedView]:
    """What the records say that gave up their code; a protected person's say nothing here."""
    for alias in one_person.together(phone, contact.id)[1:]:
        written = contact_of(phone, alias)
        name, number = ("", "") if contact.is_protected else (written.name, written.phone)
        yield JoinedView(alias, written.code, name, number)


def _visit_entry(phone: Phone, visit: Visit, safe: dict[str, SafetyState]) -> VisitEntry:
    return VisitEntry(
        visit_id=visit.id,
        started_at=visit.started_at or phone.now(),
        mode=visit.mode,
        by=", ".join(filter(None, map(phone.label_of, visit.supporters))),
        outcome=visit.outcome,
        needs=visit.needs,
        support_given=visit.support_given,
        note=visit.note,
        state=safe.get(visit.id, SafetyState.RECEIPTED),
        recorded_late=visit.recorded_late,
    )


def _conflicts(phone: Phone, contact: Contact, visits: list[Visit], promised: list[FollowUp]) -> list[ConflictView]:
    subjects = [("contact", each) for each in one_person.together(phone, contact.id)]
    subjects += [("visit", visit.id) for visit in visits]
    subjects += [("follow_up", follow_up.id) for follow_up in promised]
    subjects += [("referral", referral.id) for referral in referrals_of(phone, contact.id)]
    return [found for kind, id_ in subjects for found in _conflicts_in(phone, kind, id_)]


def _conflicts_in(phone: Phone, kind: str, record_id: str) -> list[ConflictView]:
    record = records.record(phone.store, kind, record_id)
    found = conflicts(record) if record else []
    return [
        ConflictView(kind, record_id, conflict.field, tuple(_words(value["value"]) for value in conflict.values))
        for conflict in found
    ]


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " – ".join(str(part) for part in value.values())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def settle(phone: Phone, conflict: ConflictView, value_index: int) -> None:
    """A human has chosen between two versions; the other stays in the history. Raises GoneMeanwhile."""
    record = records.record(phone.store, conflict.record_type, conflict.record_id)
    home = records.circle_of(phone.store, conflict.record_type, conflict.record_id)
    open_now = {found.field: found for found in conflicts(record)} if record else {}
    found = open_now.get(conflict.field)
    if home is None or found is None or value_index >= len(found.values):
        raise GoneMeanwhile
    with one_action(phone) as action:
        chosen = found.values[value_index]["value"]
        action.set(home, conflict.record_type, conflict.record_id, **{conflict.field: chosen})


def record_attempt(
    phone: Phone,
    follow_up_id: str,
    way: ContactWay,
    result: AttemptResult,
    new_phone: str = "",
    *,
    also: Iterable[str] = (),
) -> None:
    """Notes a try, marks the follow-up as begun, and keeps a new number. Raises GoneMeanwhile.

    `also`: the follow-ups of the others of a family, for whom it was the same call.
    """
    with phone.store.one_write() as write:
        tried = [_note_attempt(phone, one, way, result, new_phone) for one in (follow_up_id, *also)]
        write.put(_UNDO, "attempt", {"attempts": tried})


def _note_attempt(phone: Phone, follow_up_id: str, way: ContactWay, result: AttemptResult, new_phone: str) -> str:
    follow_up, home = _with_home(phone, follow_up_id)
    with one_action(phone) as action:
        fields = {"follow_up_id": follow_up_id, "at": phone.now(), "way": way, "result": result}
        attempt_id = action.create(home, "attempt", fresh(), **fields, by=phone.me.person.hex())
        if follow_up.state is FollowUpState.PLANNED:
            action.set(home, "follow_up", follow_up_id, state=FollowUpState.IN_PROGRESS)
        contact_home = records.circle_of(action.write, "contact", follow_up.contact_id)
        if new_phone.strip() and contact_home and not follow_up.protected:
            action.set(contact_home, "contact", follow_up.contact_id, phone=new_phone.strip())
    return attempt_id


def undo_last(phone: Phone) -> None:
    """Takes back the attempt this phone noted last, for everybody it was noted for. Raises NothingToUndo."""
    last = phone.store.get(_UNDO, "attempt")
    tried = [(one, records.circle_of(phone.store, "attempt", one)) for one in last.get("attempts", ())] if last else []
    if not any(home for _, home in tried):
        raise NothingToUndo
    with phone.store.one_write() as write:
        for attempt_id, home in tried:
            if home:
                with one_action(phone) as action:
                    action.set(home, "attempt", attempt_id, voided=True)
        write.delete(_UNDO, "attempt")


def set_result(
    phone: Phone, follow_up_id: str, result: FollowUpResult, next_form: FollowUpForm | None = None
) -> str | None:
    """Ends a follow-up and, where the need goes on, promises the next in the same write; gives its id.

    Raises UnreachableTooSoon, AlreadyClosed, FollowUpIncomplete, GoneMeanwhile.
    """
    follow_up, home = _with_home(phone, follow_up_id)
    tries = map(Attempt.from_record, attempts_of(phone, follow_up_id))
    check_result(follow_up, tries, result, zone=phone.zone)
    with one_action(phone) as action:
        end_follow_up(action, home, follow_up, result)
        return _promise_next(action, follow_up, next_form) if next_form else None


def _promise_next(action: Action, before: FollowUp, form: FollowUpForm) -> str:
    contact = contact_of(action.phone, before.contact_id)
    window = follow_up_form.window(form, proposals(action.phone, contact.id))
    if window is None:
        raise FollowUpIncomplete
    kept = replace(form, contact_person=form.contact_person or before.contact_person)
    return promise(action, contact, kept, window)


def take(phone: Phone, follow_up_id: str) -> None:
    """I am the contact person. Raises GoneMeanwhile."""
    _, home = _with_home(phone, follow_up_id)
    with one_action(phone) as action:
        action.set(home, "follow_up", follow_up_id, contact_person=phone.me.person.hex())


def _with_home(phone: Phone, follow_up_id: str) -> tuple[FollowUp, Circle]:
    home = records.circle_of(phone.store, "follow_up", follow_up_id)
    if home is None:
        raise GoneMeanwhile
    return follow_up_of(phone, follow_up_id), home
