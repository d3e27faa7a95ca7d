"""What became of a proposal: receipts and refusals taken in, and who answered for whom at which moment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fieldapp.actions import taking_over
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.handover_records import handover_of, handovers
from fieldapp.actions.letters import LetterView, opened, received
from fieldapp.actions.peers import read_shown_log, their_roster
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import end_follow_up
from fieldapp.actions.proposals import Incoming
from fieldapp.actions.reads import note_read
from fieldapp.crypto.circle_keys import CannotOpen
from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.follow_up import FollowUp, FollowUpResult
from fieldapp.domain.handover import TEXT_CHARACTERS, Handover, HandoverState, Step, StepKind, in_time, responsible_at
from fieldapp.domain.read_entry import ReadAction
from fieldapp.store import letters, records
from sync.protocol.epochs import CASEWORKERS
from sync.protocol.letter import HANDOVER_RECEIVED, HANDOVER_REFUSED, HANDOVER_WITHDRAWN
from sync.protocol.members import HandoverAnswer
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind


def go_on(phone: Phone) -> None:
    """At each exchange: what was answered is taken in, and what broke off is finished."""
    if phone.role not in CASEWORKERS or not phone.me.is_active:
        return
    taking_over.go_on(phone)
    answers = [one for one in received(phone) if one.kind in (HANDOVER_RECEIVED, HANDOVER_REFUSED)]
    for found in handovers(phone):
        _note_laid(phone, found)
        if found.stored is not HandoverState.TAKEN_OVER:
            _take_answer(
                phone, found, [one for one in answers if (one.board, one.answers) == (found.peer, found.letter)]
            )
        if handover_of(phone, found.id).state.is_open:
            _take_back(phone, found)


def _note_laid(phone: Phone, found: Handover) -> None:
    """So that the others see too that it has arrived there."""
    record = records.record(phone.store, "handover", found.id)
    if found.laid_at and record and Handover.from_record(record).laid_at is None:
        with one_action(phone) as action:
            _set(action, found, laid_at=found.laid_at)


def _take_answer(phone: Phone, found: Handover, letters_back: list[LetterView]) -> None:
    for letter in letters_back:
        answer = _signed_answer(phone, found)
        if answer is None or answer.taken_over != (letter.kind == HANDOVER_RECEIVED):
            continue
        if answer.taken_over:
            _transfer(phone, found, answer)
        elif found.state.is_open:
            _note_refusal(phone, found, answer, letter)


def _signed_answer(phone: Phone, found: Handover) -> HandoverAnswer | None:
    """As the other board's own log says it, of a letter that this board's log names: a letter alone moves nothing."""
    board = bytes.fromhex(found.peer)
    answer = _answer_in(phone, their_roster(phone, board), found) or _answer_in(
        phone, read_shown_log(phone, board), found
    )
    named = {one.letter for one in phone.roster.handovers if one.id.hex() == found.letter}
    return answer if answer and answer.letter in named else None


def _answer_in(phone: Phone, their: Roster, found: Handover) -> HandoverAnswer | None:
    return their.answered.get((phone.board, bytes.fromhex(found.letter)))


def _transfer(phone: Phone, found: Handover, answer: HandoverAnswer) -> None:
    """The receipt is here: what is still open of what went is theirs from the moment they signed."""
    with one_action(phone) as action:
        _answered(action, found, answer, state=HandoverState.TAKEN_OVER)
        for follow_up_id in found.follow_ups:
            _end(action, follow_up_id)


def _end(action: Action, follow_up_id: str) -> None:
    record = records.record(action.phone.store, "follow_up", follow_up_id)
    home = records.circle_of(action.write, "follow_up", follow_up_id)
    follow_up = FollowUp.from_record(record) if record else None
    if follow_up and home and follow_up.is_open:
        end_follow_up(action, home, follow_up, FollowUpResult.MOVED_TO_OTHER)


def _note_refusal(phone: Phone, found: Handover, answer: HandoverAnswer, letter: LetterView) -> None:
    try:
        said = opened(phone, letter.digest)
    except CannotOpen:
        # Who has the key says why; that it was refused stands in their log.
        said = {}
    reason, new_start = as_text(said.get("reason"))[:TEXT_CHARACTERS], as_instant(said.get("new_start"))
    told = {"reason": reason, "new_start": new_start} if said else {}
    with one_action(phone) as action:
        _answered(action, found, answer, state=HandoverState.REFUSED, **told)


def _answered(action: Action, found: Handover, answer: HandoverAnswer, **said: Any) -> None:
    _set(action, found, answered_at=answer.at, answered_by=_label(action.phone, found.peer, answer.by), **said)
    letters.change(action.write, bytes.fromhex(found.letter), over=True)
    note_read(action, "handover", found.id, ReadAction.WRITE, found.peer)


def _set(action: Action, found: Handover, **values: Any) -> None:
    home = records.circle_of(action.write, "handover", found.id)
    if home:
        action.set(home, "handover", found.id, **values)


def _label(phone: Phone, board: str, device: bytes) -> str:
    their = phone.roster if bytes.fromhex(board) == phone.board else their_roster(phone, bytes.fromhex(board))
    known = their.devices.get(device)
    return known.label if known else ""


def _take_back(phone: Phone, found: Handover) -> None:
    """The other server has the letter that takes it back, and let it in: nobody there can take over any more."""
    back = [one for one in letters.going_out(phone.store) if one.answers.hex() == found.letter]
    if not any(one.kind == HANDOVER_WITHDRAWN and one.lies_in for one in back):
        return
    id_ = bytes.fromhex(found.letter)
    if id_ not in phone.roster.withdrawn and any(one.id == id_ for one in phone.roster.handovers):
        phone.link.append(Kind.HANDOVER_WITHDRAWN, id=found.letter)
    with one_action(phone) as action:
        _set(action, found, state=HandoverState.WITHDRAWN)
        note_read(action, "handover", found.id, ReadAction.WRITE, found.peer)


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The signed record of one session's handovers. `first`: the board that began it, hex."""

    first: str
    steps: tuple[Step, ...]

    def at(self, instant: datetime) -> str:
        """Which board answered for what was handed over, hex."""
        return responsible_at(self.steps, self.first, instant)


def of_session(phone: Phone, session: str) -> Responsibility:
    """On the side that proposed: everything its own log and the others' say of this session's proposals."""
    found = handovers(phone, session)
    steps = [step for one in found for step in _steps(phone, phone.board.hex(), one.peer, bytes.fromhex(one.letter))]
    return Responsibility(phone.board.hex(), in_time(steps))


def of_proposal(phone: Phone, incoming: Incoming) -> Responsibility:
    """On the side that is asked."""
    steps = _steps(phone, incoming.board, phone.board.hex(), bytes.fromhex(incoming.id))
    return Responsibility(incoming.board, in_time(steps))


def _steps(phone: Phone, sender: str, receiver: str, id_: bytes) -> Iterator[Step]:
    """Of each board its own signed lines."""
    sent, got = _roster(phone, sender), _roster(phone, receiver)
    proposals = [one for one in sent.handovers if one.id == id_]
    if proposals:
        yield Step(proposals[0].at, StepKind.PROPOSED, sender, _label(phone, sender, proposals[0].by))
    if ended := sent.withdrawn.get(id_):
        yield Step(ended.at, StepKind.WITHDRAWN, sender, _label(phone, sender, ended.by))
    if answer := got.answered.get((bytes.fromhex(sender), id_)):
        kind = StepKind.TAKEN_OVER if answer.taken_over else StepKind.REFUSED
        yield Step(answer.at, kind, receiver, _label(phone, receiver, answer.by))


def _roster(phone: Phone, board: str) -> Roster:
    return phone.roster if bytes.fromhex(board) == phone.board else their_roster(phone, bytes.fromhex(board))


def owner_of(phone: Phone, contact_id: str) -> str:
    """Which board answers for a person, hex: this one until another has given its receipt for her."""
    theirs = [one for one in handovers(phone) if one.state is HandoverState.TAKEN_OVER and contact_id in one.goes]
    return theirs[0].peer if theirs else phone.board.hex()


def unanswered(phone: Phone) -> tuple[Handover, ...]:
    """This board's own proposals that nobody has answered in time."""
    return tuple(one for one in handovers(phone) if one.is_unanswered(phone.now()))
