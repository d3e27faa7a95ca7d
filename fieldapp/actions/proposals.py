"""What other boards have proposed that this board takes over, as it lies here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.handover_records import Taken, taken
from fieldapp.actions.letters import LetterView, received
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.domain.handover import is_late
from sync.protocol.letter import HANDOVER_PROPOSED, HANDOVER_WITHDRAWN
from sync.protocol.members import HandoverAnswer


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


def waiting(phone: Phone) -> Iterator[Incoming]:
    """What somebody here has to answer, the oldest first."""
    return (one for one in reversed(incoming(phone)) if one.waits)
