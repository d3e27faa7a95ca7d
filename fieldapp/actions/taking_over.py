"""Answering another board's proposal exactly once between several coordinators."""

from datetime import datetime

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.letters import new_letter_id, opened, write_letter
from fieldapp.actions.phone import Phone
from fieldapp.actions.proposals import Incoming, find, incoming
from fieldapp.actions.reads import log_read, note_read
from fieldapp.actions.taking_in import finish
from fieldapp.domain.handover import TEXT_CHARACTERS, AnsweredByColleague, RefusalIncomplete
from fieldapp.domain.handover_letter import Proposal
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.read_entry import ReadAction
from fieldapp.store import intents
from sync.client.errors import AnsweredAlready
from sync.protocol.letter import HANDOVER_REFUSED
from sync.protocol.statement import Kind


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
