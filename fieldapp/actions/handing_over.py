"""Proposing that another board takes over a session: who goes with it, who stays, and the letter that says so."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from fieldapp.actions import one_person, shifts
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.consent_records import keep_consent, shareable
from fieldapp.actions.counting import tally
from fieldapp.actions.errors import ConsentIncomplete, GoneMeanwhile, NotAllowed
from fieldapp.actions.handover_records import consents_about, handover_of, handovers
from fieldapp.actions.letters import new_letter_id, write_letter
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import contact_of, follow_ups_of, home_of, promise
from fieldapp.actions.reads import note_read
from fieldapp.actions.sessions import incident_of, view
from fieldapp.actions.visits import contacts, valid_visits, visits_of
from fieldapp.domain import handover as rules
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentContent, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.handover import (
    TEXT_CHARACTERS,
    CheckItem,
    HandoverIncomplete,
    HandoverKind,
    HandoverNotSettled,
    HandoverState,
    HandoverUnderWay,
)
from fieldapp.domain.handover_items import HandoverItem, Lot, item
from fieldapp.domain.handover_letter import Operational, PersonHanded, Proposal, told
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import may
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.referral_consent import BasisNeedsSupervisor, BasisReasonMissing
from fieldapp.domain.session import Session
from fieldapp.domain.windows import custom
from fieldapp.store import letters, records
from sync.protocol.circle import Circle
from sync.protocol.letter import HANDOVER_PROPOSED, HANDOVER_WITHDRAWN

REASON_CHARACTERS = 300


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class HandoverForm:
    """What is answered before it is sent. `board`: hex id of the pinned board."""

    session: str
    board: str
    kind: HandoverKind | None = None
    agreed_start: datetime | None = None
    ticked: tuple[CheckItem, ...] = ()
    tomorrow: str = ""
    risks: str = ""

    def missing(self) -> tuple[str, ...]:
        return rules.missing(self.kind, self.agreed_start, self.ticked)


def items(phone: Phone, session: str, board: str) -> tuple[HandoverItem, ...]:
    """Everybody who was met in the session, and what becomes of her; by code."""
    people = [one for one in contacts(phone) if one.session_id == session and one.status is not ContactStatus.VOIDED]
    survivors = dict.fromkeys(one_person.survivor(phone, one.id) for one in people)
    found = [_item(phone, contact_id, board) for contact_id in survivors]
    return tuple(sorted(found, key=lambda one: one.contact.code))


def _item(phone: Phone, contact_id: str, board: str) -> HandoverItem:
    contact = one_person.person(phone, contact_id) or contact_of(phone, contact_id)
    said = consents_about(phone, one_person.together(phone, contact_id))
    promised = [one for one in follow_ups_of(phone, contact_id) if one.is_open]
    return item(contact, said, promised, board=board, moment=phone.now())


def operational(phone: Phone, session: str, *, tomorrow: str = "", risks: str = "") -> Operational:
    """Counted from what is here; the two texts are the only words."""
    visits = [one for one in valid_visits(phone) if one.session_id == session]
    people = [one for one in contacts(phone) if one.session_id == session and one.status is not ContactStatus.VOIDED]
    promised = [one for one in one_person.follow_ups(phone) if one.session_id == session and one.is_open]
    record = records.record(phone.store, "session", session)
    return Operational(
        visits=len(visits),
        people=len({one_person.survivor(phone, one.id) for one in people}),
        heads=sum(tally(phone, session).counts.values()),
        on_shift=sum(shift.is_on for shift in shifts.of_session(phone, session)),
        sites=Session.from_record(record).sites if record else (),
        needs=Counter(need for visit in visits for need in visit.needs),
        promised=Counter(one.kind for one in promised),
        tomorrow=tomorrow.strip()[:TEXT_CHARACTERS],
        risks=risks.strip()[:TEXT_CHARACTERS],
    )


def propose(phone: Phone, form: HandoverForm) -> str:
    """Writes the proposal and its letter in one write; it goes at the next exchange. The id of the handover.

    Everything stays this board's until the other has signed that it takes over. Raises NotAllowed, HandoverIncomplete,
    HandoverNotSettled, HandoverUnderWay, GoneMeanwhile.
    """
    check_allowed(phone, Deed.PROPOSE_HANDOVER)
    if form.kind is None or form.agreed_start is None or form.missing():
        raise HandoverIncomplete
    if any(one.state not in (HandoverState.REFUSED, HandoverState.WITHDRAWN) for one in handovers(phone, form.session)):
        raise HandoverUnderWay
    everybody = items(phone, form.session, form.board)
    if not all(one.is_settled for one in everybody):
        raise HandoverNotSettled
    proposal = _proposal(phone, form, everybody, form.kind, form.agreed_start)
    id_, home = new_letter_id(phone), Circle.own(bytes.fromhex(form.session), phone.id)
    with one_action(phone) as action:
        handover_id = action.create(
            home,
            "handover",
            fresh(),
            letter=id_.hex(),
            session_id=form.session,
            peer=form.board,
            kind=form.kind,
            proposed_at=phone.now(),
            agreed_start=form.agreed_start,
            checklist=form.ticked,
            **_who(everybody),
            state=HandoverState.PROPOSED,
        )
        write_letter(phone, action.write, form.board, HANDOVER_PROPOSED, proposal.to_json(), id_=id_, stated=True)
        note_read(action, "handover", handover_id, ReadAction.EXPORT, form.board)
    return handover_id


def _who(everybody: tuple[HandoverItem, ...]) -> dict[str, list[str]]:
    named = [one for one in everybody if one.lot is Lot.GOES_WITH_NAME]
    return {
        "people": [one.contact.id for one in named],
        "codes": [one.contact.id for one in everybody if one.lot is Lot.GOES_AS_CODE],
        "follow_ups": [follow_up.id for one in named for follow_up in one.follow_ups if follow_up.window],
        "stays": [one.contact.id for one in everybody if one.lot.stays],
    }


def _proposal(
    phone: Phone, form: HandoverForm, everybody: tuple[HandoverItem, ...], kind: HandoverKind, start: datetime
) -> Proposal:
    incident = incident_of(phone, form.session)
    if incident is None:
        raise GoneMeanwhile
    return Proposal(
        kind=kind,
        agreed_start=start,
        checklist=form.ticked,
        incident=incident,
        session_id=form.session,
        opened_at=view(phone, form.session).opened_at,
        operational=operational(phone, form.session, tomorrow=form.tomorrow, risks=form.risks),
        people=tuple(_people(phone, everybody)),
        codes=tuple(one.contact.code for one in everybody if one.lot is Lot.GOES_AS_CODE),
    )


def _people(phone: Phone, everybody: tuple[HandoverItem, ...]) -> Iterator[PersonHanded]:
    for one in everybody:
        if one.lot is Lot.GOES_WITH_NAME:
            needs = dict.fromkeys(need for visit in visits_of(phone, one.contact.id) for need in visit.needs)
            person = told(one.contact, one.content, one.follow_ups, needs)
            yield replace(person, without_consent=one.without_consent, agreed_at=phone.now())


def withdraw(phone: Phone, handover_id: str) -> None:
    """Asks for it back: it is taken back once the other board's server has it and nobody there has taken over.

    Raises NotAllowed, GoneMeanwhile.
    """
    check_allowed(phone, Deed.PROPOSE_HANDOVER)
    found = handover_of(phone, handover_id)
    if not found.state.is_open or is_being_withdrawn(phone, found.letter):
        raise GoneMeanwhile
    answers = bytes.fromhex(found.letter)
    with one_action(phone) as action:
        id_ = new_letter_id(phone)
        said = {"at": phone.now().isoformat()}
        write_letter(phone, action.write, found.peer, HANDOVER_WITHDRAWN, said, id_=id_, answers=answers)
        letters.change(action.write, answers, over=True)
        note_read(action, "handover", handover_id, ReadAction.WRITE)


def is_being_withdrawn(phone: Phone, letter: str) -> bool:
    found = letters.going_out(phone.store)
    return any(one.kind == HANDOVER_WITHDRAWN and one.answers.hex() == letter and not one.over for one in found)


def record_consent(
    phone: Phone,
    contact_id: str,
    board: str,
    given_by: GivenBy | None,
    answer: ConsentAnswer | None,
    content: tuple[ConsentContent, ...],
    how: ConsentHow = ConsentHow.ORAL,
) -> None:
    """To being handed over to this board, with what. Raises ConsentIncomplete, NotAllowed, GoneMeanwhile."""
    if given_by is None or answer not in (ConsentAnswer.YES, ConsentAnswer.NO):
        raise ConsentIncomplete
    _keep(phone, contact_id, board, content, answer=answer, given_by=given_by, how=how)


def record_basis(
    phone: Phone,
    contact_id: str,
    board: str,
    basis: Basis | None,
    reason: str,
    content: tuple[ConsentContent, ...],
) -> None:
    """A supervisor's documented ground. Raises BasisNeedsSupervisor, BasisReasonMissing, GoneMeanwhile."""
    if not may(phone.role, Deed.DECIDE_WITHOUT_CONSENT):
        raise BasisNeedsSupervisor
    if basis is None or not reason.strip():
        raise BasisReasonMissing
    said = {"basis_without_consent": basis, "basis_reason": reason.strip()[:REASON_CHARACTERS]}
    _keep(phone, contact_id, board, content, answer=ConsentAnswer.NOT_ASKED, **said)


def _keep(phone: Phone, contact_id: str, board: str, content: tuple[ConsentContent, ...], **said: object) -> None:
    check_allowed(phone, Deed.PROPOSE_HANDOVER)
    contact = contact_of(phone, contact_id)
    if contact.is_protected:
        raise NotAllowed
    with one_action(phone) as action:
        about = {"recipient": board, "content": shareable(contact, content)}
        keep_consent(action, home_of(action, contact), contact, ConsentPurpose.HANDOVER, **about, **said)


def retain(phone: Phone, contact_id: str, day: date) -> None:
    """Somebody who stays gets a day by which this board is in touch. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Deed.PROPOSE_HANDOVER)
    contact = contact_of(phone, contact_id)
    with one_action(phone) as action:
        promise(action, contact, FollowUpForm(kind=FollowUpKind.CUSTOM, custom_date=day), custom(day))
