"""Central crisis command takes over the command of a session: proposed with sums, the receipt and the return noted."""

from datetime import datetime

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.reporting import note_given
from fieldapp.domain import command_handover as rules
from fieldapp.domain.command_handover import (
    FUNCTION_CHARACTERS,
    CommandFigures,
    CommandGone,
    CommandHandover,
    CommandState,
    check_receipt,
    of_session,
)
from fieldapp.domain.handover import HandoverUnderWay
from fieldapp.domain.late_entry import TimeAhead
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.status_report import StatusReport
from fieldapp.store import records
from sync.protocol.circle import Circle


def command_handovers(phone: Phone, session: str) -> tuple[CommandHandover, ...]:
    """The newest first; those that were taken back too."""
    return of_session(records.each(phone.store, "command_handover", CommandHandover.from_record), session)


def standing(phone: Phone, session: str) -> CommandHandover | None:
    """The one that is under way, or by which central crisis command leads."""
    return rules.standing(command_handovers(phone, session))


def may_propose(phone: Phone) -> bool:
    return allowed(phone, Deed.PROPOSE_HANDOVER) and allowed(phone, Deed.STAFF_SESSION)


def propose(phone: Phone, session: str, found: StatusReport) -> str:
    """`found` is what was read and handed out: it is what is kept. Nobody's record goes anywhere. Gives its id.

    Raises NotAllowed, HandoverUnderWay, CommandGone.
    """
    _check(phone)
    before = standing(phone, session)
    if before:
        raise HandoverUnderWay if before.state is CommandState.PROPOSED else CommandGone
    said = {"figures": CommandFigures.of(found).to_json(), "state": CommandState.PROPOSED}
    with one_action(phone) as action:
        note_given(action, session)
        who = {"session_id": session, "proposed_at": phone.now(), "by": phone.me.person.hex()}
        return action.create(_shared(session), "command_handover", fresh(), **who, **said)


def note_receipt(phone: Phone, session: str, received_by: str, received_at: datetime) -> None:
    """Which function there took it, and when; from then on it leads.

    Raises NotAllowed, GoneMeanwhile, ReceiptIncomplete, NoteAboutAPerson, ReceivedBeforeProposed, TimeAhead.
    """
    found = _in_state(phone, session, CommandState.PROPOSED)
    check_receipt(found, received_by, received_at)
    if received_at > phone.now():
        raise TimeAhead
    words = received_by.strip()[:FUNCTION_CHARACTERS]
    _set(phone, found, state=CommandState.RECEIVED, received_by=words, received_at=received_at)


def withdraw(phone: Phone, session: str) -> None:
    """Raises NotAllowed, GoneMeanwhile, also when it was received meanwhile."""
    _set(phone, _in_state(phone, session, CommandState.PROPOSED), state=CommandState.WITHDRAWN)


def lead_again(phone: Phone, session: str) -> None:
    """The board leads from now on; that central crisis command led stays readable. Raises NotAllowed, GoneMeanwhile."""
    found = _in_state(phone, session, CommandState.RECEIVED)
    _set(phone, found, state=CommandState.RETURNED, returned_at=phone.now())


def _in_state(phone: Phone, session: str, state: CommandState) -> CommandHandover:
    _check(phone)
    found = standing(phone, session)
    if found is None or found.state is not state:
        raise GoneMeanwhile
    return found


def _set(phone: Phone, found: CommandHandover, **fields: object) -> None:
    with one_action(phone) as action:
        action.set(_shared(found.session_id), "command_handover", found.id, **fields)


def _check(phone: Phone) -> None:
    check_allowed(phone, Deed.PROPOSE_HANDOVER)
    check_allowed(phone, Deed.STAFF_SESSION)


def _shared(session: str) -> Circle:
    return Circle.shared(bytes.fromhex(session))
