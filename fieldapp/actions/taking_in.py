"""Taking over another board's session: the session, everybody who came with it, and the receipt, in one write."""

import hashlib
from typing import Any

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.letters import new_letter_id, opened, write_letter
from fieldapp.actions.phone import Phone
from fieldapp.actions.proposals import Incoming, find
from fieldapp.actions.reads import note_read
from fieldapp.domain.codes import session_code
from fieldapp.domain.consent import ConsentAnswer, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.contact_choices import ContactStatus, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpState, OwnerQueue
from fieldapp.domain.handover_letter import PersonHanded, PromiseHanded, Proposal
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.session import OpenedBy
from fieldapp.domain.session import SessionState as DomainState
from sync.protocol.circle import Circle
from sync.protocol.letter import HANDOVER_RECEIVED
from sync.protocol.members import session_id
from sync.protocol.statement import Kind


def finish(phone: Phone, letter: str) -> str:
    """Everything in one write, the receipt too. Names follow from the letter, so that whichever device does it, and
    however often, there is one session, one contact for each code and one of each promise. Raises as `take_over`."""
    check_allowed(phone, Deed.RECEIVE_HANDOVER)
    found = find(phone, letter)
    if found.taken is not None:
        return found.taken.session_id
    if found.answer is None or not found.answer.taken_over:
        raise GoneMeanwhile
    proposal = Proposal.from_json(opened(phone, letter))
    code = session_code(_drawn(found.id, "session"))
    session = session_id(phone.board, code)
    home = Circle.own(session, found.answer.by)
    with one_action(phone) as action:
        _open_session(action, session, code, proposal, found.id)
        for person in proposal.people:
            _take_person(action, home, session.hex(), person, found)
        for bare in proposal.codes:
            _take_code(action, home, session.hex(), bare)
        action.create(
            home,
            "handover_taken",
            found.id,
            letter=found.id,
            digest=letter,
            peer=found.board,
            session_id=session.hex(),
            theirs=proposal.session_id,
        )
        _send_receipt(action, found)
    return session.hex()


def _send_receipt(action: Action, found: Incoming) -> None:
    phone = action.phone
    content = {"letter": found.letter, "at": found.answer.at.isoformat() if found.answer else ""}
    id_, answers = new_letter_id(phone), bytes.fromhex(found.id)
    write_letter(phone, action.write, found.board, HANDOVER_RECEIVED, content, id_=id_, answers=answers)
    note_read(action, "handover", found.id, ReadAction.WRITE, found.board)


def _drawn(letter: str, what: str) -> bytes:
    return hashlib.sha256(f"stodkedjan handover v1 {letter} {what}".encode()).digest()


def _open_session(action: Action, session: bytes, code: str, proposal: Proposal, born: str) -> None:
    shared, incident = Circle.shared(session), proposal.incident
    if session not in action.phone.roster.sessions:
        action.say(Kind.SESSION_OPENED, session=session.hex())
    incident_id = action.create(
        shared,
        "incident",
        born,
        type=incident.type,
        intentional_violence=incident.intentional_violence,
        area=incident.area,
        level=incident.level,
        alarm_source=incident.alarm_source,
        alarm_received_at=incident.alarm_received_at,
        activated_at=proposal.opened_at,
        occurred_at=incident.occurred_at,
        occurred_approx=True,
    )
    action.set(
        shared,
        "session",
        session.hex(),
        code=code,
        incident_id=incident_id,
        opened_at=proposal.opened_at or action.phone.now(),
        opened_by_unit=OpenedBy.SOCIAL_EMERGENCY_UNIT,
        sites=[site.to_json() for site in proposal.operational.sites],
        state=DomainState.OPEN,
    )


def _take_person(action: Action, home: Circle, session: str, person: PersonHanded, found: Incoming) -> None:
    contact_id = action.create(home, "contact", person.code, **_contact(session, person))
    asked = ConsentAnswer.NOT_ASKED if person.without_consent else ConsentAnswer.YES
    about = {"contact_id": contact_id, "session_id": session, "given_by": GivenBy.PERSON, "how": ConsentHow.ORAL}
    for purpose in (ConsentPurpose.HANDOVER, *([ConsentPurpose.RECONTACT] if person.promises else [])):
        said = {"answer": asked, "recipient": action.phone.board.hex(), "at": person.agreed_at}
        action.create(home, "consent", f"{found.id} {person.code} {purpose}", purpose=purpose, **about, **said)
    for number, promise in enumerate(person.promises):
        _take_promise(action, home, f"{found.id} {person.code} {number}", contact_id, session, person.code, promise)


def _contact(session: str, person: PersonHanded) -> dict[str, Any]:
    level = IdentityLevel.FIRST_NAME if person.name else IdentityLevel.ANONYMOUS
    known = {
        "name": person.name,
        "phone": person.phone,
        "age_band": person.age_band,
        "language": person.language,
        "contact_way": person.contact_way,
        "ok_leave_message": person.ok_leave_message,
        "handed_over_needs": list(person.needs),
    }
    about = {"code": person.code, "session_id": session, "identity_level": level, "status": ContactStatus.ACTIVE}
    return about | {name: value for name, value in known.items() if value not in ("", None, [])}


def _take_code(action: Action, home: Circle, session: str, code: str) -> None:
    """She gets in touch herself: then she is found by her code, and nothing else of her is known."""
    action.create(
        home,
        "contact",
        code,
        code=code,
        session_id=session,
        identity_level=IdentityLevel.ANONYMOUS,
        contact_way=ContactWay.PERSON_CONTACTS_US,
        status=ContactStatus.ACTIVE,
    )


def _take_promise(
    action: Action, home: Circle, born: str, contact_id: str, session: str, code: str, promise: PromiseHanded
) -> None:
    """With the days she was promised; the queue of this board owns it from here."""
    watch_id = _drawn(born, "watch")[:16].hex()
    action.create(
        home,
        "follow_up",
        born,
        contact_id=contact_id,
        session_id=session,
        code=code,
        kind=promise.kind,
        window=promise.window.to_json(),
        priority=promise.priority,
        owner_queue=OwnerQueue.DISTRICT,
        contact_person="",
        agreement=promise.agreement,
        state=FollowUpState.PLANNED,
        watch_id=watch_id,
        watch_rev=1,
        protected=False,
    )
    action.watch(home, watch_id, 1, promise.window.latest, is_open=True)
