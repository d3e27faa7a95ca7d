"""Another board's proposal: seeing it, opening it, and answering it exactly once between several coordinators."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.handover_records import Taken, taken
from fieldapp.actions.letters import LetterView, new_letter_id, opened, received, write_letter
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.actions.reads import log_read, note_read
from fieldapp.domain.codes import session_code
from fieldapp.domain.consent import ConsentAnswer, ConsentHow, ConsentPurpose, GivenBy
from fieldapp.domain.contact_choices import ContactStatus, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUpState, OwnerQueue
from fieldapp.domain.handover import TEXT_CHARACTERS, AnsweredByColleague, RefusalIncomplete, is_late
from fieldapp.domain.handover_letter import PersonHanded, PromiseHanded, Proposal
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.domain.session import OpenedBy
from fieldapp.domain.session import SessionState as DomainState
from fieldapp.store import intents
from sync.client.errors import AnsweredAlready
from sync.protocol.circle import Circle
from sync.protocol.letter import HANDOVER_PROPOSED, HANDOVER_RECEIVED, HANDOVER_REFUSED, HANDOVER_WITHDRAWN
from sync.protocol.members import HandoverAnswer, session_id
from sync.protocol.statement import Kind


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """A proposal as it lies here, unopened. `letter`: its digest, hex. `answer`: what this board's log says."""

    letter: str
    id: str
    board: str
    board_name: str
    sent_at: datetime
    answer: HandoverAnswer | None
    withdrawn: bool
    unanswered: bool
    taken: Taken | None

    @property
    def waits(self) -> bool:
        return self.answer is None and not self.withdrawn

    @property
    def is_half(self) -> bool:
        """Somebody has signed for it, and what goes with it has not been written yet."""
        return self.answer is not None and self.answer.taken_over and self.taken is None


def incoming(phone: Phone) -> tuple[Incoming, ...]:
    """The newest first; of one proposal that was sealed twice the newer letter."""
    letters = received(phone)
    back = {(one.board, one.answers) for one in letters if one.kind == HANDOVER_WITHDRAWN}
    newest = {(one.board, one.id): one for one in letters if one.kind == HANDOVER_PROPOSED}
    known = {one.letter: one for one in taken(phone)}
    found = (_incoming(phone, one, back, known.get(one.id)) for one in newest.values())
    return tuple(sorted(found, key=lambda one: one.sent_at, reverse=True))


def _incoming(phone: Phone, one: LetterView, back: set[tuple[str, str]], kept: Taken | None) -> Incoming:
    answer = phone.roster.answered.get((bytes.fromhex(one.board), bytes.fromhex(one.id)))
    withdrawn = answer is None and (one.board, one.id) in back
    return Incoming(
        letter=one.digest,
        id=one.id,
        board=one.board,
        board_name=name_of_board(phone, one.board),
        sent_at=one.sent_at,
        answer=answer,
        withdrawn=withdrawn,
        unanswered=answer is None and not withdrawn and is_late(one.sent_at, phone.now()),
        taken=kept,
    )


def find(phone: Phone, letter: str) -> Incoming:
    """Raises GoneMeanwhile."""
    found = next((one for one in incoming(phone) if one.letter == letter), None)
    if found is None:
        raise GoneMeanwhile
    return found


def read(phone: Phone, letter: str) -> Proposal:
    """What is proposed; logged. Raises NotAllowed, GoneMeanwhile, CannotOpen, ProposalUnreadable."""
    check_allowed(phone, Deed.RECEIVE_HANDOVER)
    found = find(phone, letter)
    proposal = Proposal.from_json(opened(phone, letter))
    log_read(phone, "handover", found.id, ReadAction.READ, found.board_name)
    return proposal


def take_over(phone: Phone, letter: str) -> str:
    """Signs for it in this board's log, where one coordinator is first; then writes the session and everybody who came
    with it. The id of the session. A phone that dies in between goes on where it was.

    Raises NotAllowed, AnsweredByColleague, TakenBackAlready, CannotOpen, and what stands in sync.client.errors.
    """
    check_allowed(phone, Deed.RECEIVE_HANDOVER)
    Proposal.from_json(opened(phone, letter))
    found = find(phone, letter)
    _answer(phone, Kind.TAKEN_OVER, found)
    return finish(phone, letter)


def refuse(phone: Phone, letter: str, reason: str, new_start: datetime | None) -> None:
    """With why, and when it can be taken over instead. Raises RefusalIncomplete, and as `take_over`."""
    check_allowed(phone, Deed.RECEIVE_HANDOVER)
    if not reason.strip() or new_start is None:
        raise RefusalIncomplete
    found = find(phone, letter)
    said = {"reason": reason.strip()[:TEXT_CHARACTERS], "new_start": new_start.isoformat()}
    with phone.store.one_write() as write:
        intents.keep(write, found.id, said)
    _answer(phone, Kind.HANDOVER_REFUSED, found)
    _send_refusal(phone, found)


def _answer(phone: Phone, kind: Kind, found: Incoming) -> None:
    named = {"peer": found.board, "letter": found.letter, "id": found.id}
    try:
        phone.link.append(kind, **named)
    except AnsweredAlready as answered:
        answer = find(phone, found.letter).answer
        # What this very phone signed before it died is no colleague's.
        mine = answer is not None and answer.by == phone.id
        if answer is None or not mine or answer.taken_over != (kind is Kind.TAKEN_OVER):
            raise AnsweredByColleague from answered


def _send_refusal(phone: Phone, found: Incoming) -> None:
    """In one write with forgetting what was to be said."""
    said = intents.kept(phone.store, found.id)
    if said is None:
        return
    with one_action(phone) as action:
        content = said | {"letter": found.letter}
        write_letter(
            phone,
            action.write,
            found.board,
            HANDOVER_REFUSED,
            content,
            id_=new_letter_id(phone),
            answers=bytes.fromhex(found.id),
        )
        intents.forget(action.write, found.id)
        note_read(action, "handover", found.id, ReadAction.WRITE, found.board)


def go_on(phone: Phone) -> None:
    """After a crash between signing and writing: this phone finishes what it has signed."""
    for found in incoming(phone):
        if found.answer is None or found.answer.by != phone.id:
            continue
        if found.is_half:
            finish(phone, found.letter)
        elif not found.answer.taken_over:
            _send_refusal(phone, found)


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


def waiting(phone: Phone) -> Iterator[Incoming]:
    """What somebody here has to answer, the oldest first."""
    return (one for one in reversed(incoming(phone)) if one.waits)
