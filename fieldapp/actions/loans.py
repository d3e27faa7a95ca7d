"""Lending and borrowing supporters: what the boards say to each other in letters, and what each writes down of it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

from fieldapp.actions import guests, lent, letters
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.births import born_id
from fieldapp.actions.connecting import Connection, read_code
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.guests import GuestForm
from fieldapp.actions.letters import LetterView
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.actions.roster import members
from fieldapp.actions.views import InviteView, LoanView, SentInvite
from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.loan import (
    MOST_PEOPLE,
    REASON_CHARACTERS,
    LentPerson,
    Loan,
    LoanAsk,
    LoanHours,
    LoanReasonMissing,
    LoanSide,
    LoanState,
    NobodyChosen,
    check_ask,
    people_of,
)
from fieldapp.domain.permissions import Action
from fieldapp.store import records
from fieldapp.store.store import Write
from sync.errors import FixAndRetry
from sync.protocol.circle import Circle

REQUEST, ANSWER, INVITES, ENDED = "loan_request", "loan_answer", "loan_invites", "loan_ended"
_KINDS: Final = (REQUEST, ANSWER, INVITES, ENDED)
_BOARD: Final = Circle.of_board()
Said = Mapping[str, Any]


def ask(phone: Phone, board: str, session: str, form: LoanAsk) -> str:
    """Asks a pinned board (hex id) for supporters; gives the loan's id.

    Raises NotAllowed, LoanIncomplete, LoanNamesSomebody.
    """
    check_allowed(phone, Action.AGREE_LOAN)
    check_ask(form)
    id_ = letters.new_letter_id(phone)
    about = {"side": LoanSide.BORROWS, "board": board, "session_id": session, "asked_at": phone.now()}
    with one_action(phone) as action:
        action.create(_BOARD, "loan", id_.hex(), letter=id_.hex(), ask=form.to_json(), **about)
        letters.write_letter(phone, action.write, board, REQUEST, form.to_json(), id_=id_)
    return id_.hex()


def lend(phone: Phone, loan_id: str, chosen: Collection[str]) -> None:
    """Says yes, and who comes. `chosen`: their ids in this board's roster. Raises NotAllowed, NobodyChosen."""
    people = [
        LentPerson(one.name, one.languages, one.id) for one in members(phone) if one.id in chosen and one.name.strip()
    ]
    if not people:
        raise NobodyChosen
    here = [one.to_json() | {"member": one.member} for one in people]
    _answer(phone, loan_id, {"people": [one.to_json() for one in people]}, people=here)


def refuse(phone: Phone, loan_id: str, reason: str) -> None:
    """Says no, and why. Raises NotAllowed, LoanReasonMissing."""
    if not reason.strip():
        raise LoanReasonMissing
    said = {"refused_because": reason.strip()[:REASON_CHARACTERS]}
    _answer(phone, loan_id, said, **said)


def _answer(phone: Phone, loan_id: str, told: Said, **noted: Any) -> None:
    """The same letter whichever supervisor answers, so that only one of two answers is ever the first."""
    check_allowed(phone, Action.AGREE_LOAN)
    found = loan(phone, loan_id)
    if found.side is not LoanSide.LENDS or found.state is not LoanState.ASKED:
        raise GoneMeanwhile
    about = {"side": LoanSide.LENDS, "board": found.board, "ask": found.ask.to_json(), "asked_at": found.asked_at}
    with one_action(phone) as action:
        action.create(_BOARD, "loan", loan_id, letter=loan_id, **about, **noted)
        _write(phone, action.write, found.board, ANSWER, told, loan_id)


def invite(phone: Phone, loan_id: str, until: datetime) -> tuple[InviteView, ...]:
    """An invite for each who was named, sent to the board that lends them. Raises as guests.invite does."""
    check_allowed(phone, Action.AGREE_LOAN)
    found = loan(phone, loan_id)
    if found.side is not LoanSide.BORROWS or found.state is not LoanState.AGREED:
        raise GoneMeanwhile
    forms = (
        GuestForm(name=one.name, session=found.session_id, until=until, home=found.board, loan=loan_id)
        for one in found.people
    )
    made = tuple(guests.invite(phone, form) for form in forms)
    told = [{"name": one.name, "link": one.link, "until": until.isoformat()} for one in made]
    with one_action(phone) as action:
        action.set(_BOARD, "loan", _record_id(loan_id), invited=True)
        _write(phone, action.write, found.board, INVITES, {"invites": told}, loan_id)
    return made


def end(phone: Phone, loan_id: str) -> None:
    """Who is still here checks out; the other board is told the hours. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Action.AGREE_LOAN)
    found = loan(phone, loan_id)
    if found.side is not LoanSide.BORROWS or found.state is LoanState.ENDED:
        raise GoneMeanwhile
    for device in lent.devices_of(phone, loan_id):
        guests.end(phone, device)
    with one_action(phone) as action:
        action.set(_BOARD, "loan", _record_id(loan_id), ended_at=phone.now())
        _write(phone, action.write, found.board, ENDED, lent.hours_of(phone, loan_id).to_json(), loan_id)


def _write(phone: Phone, write: Write, board: str, kind: str, told: Said, loan_id: str) -> None:
    id_ = letters.new_letter_id(phone)
    letters.write_letter(phone, write, board, kind, told, id_=id_, answers=bytes.fromhex(loan_id))


def loan(phone: Phone, loan_id: str) -> LoanView:
    """Raises GoneMeanwhile."""
    found = next((one for one in loans(phone) if one.id == loan_id), None)
    if found is None:
        raise GoneMeanwhile
    return found


def borrowed(phone: Phone, session: str) -> tuple[LoanView, ...]:
    """What was asked of others for this session, the newest first."""
    return tuple(one for one in loans(phone) if one.side is LoanSide.BORROWS and one.session_id == session)


def lending(phone: Phone) -> tuple[LoanView, ...]:
    """What others have asked of this board: those to be answered first."""
    asked = [one for one in loans(phone) if one.side is LoanSide.LENDS]
    return tuple(sorted(asked, key=lambda one: one.state is not LoanState.ASKED))


def loans(phone: Phone) -> tuple[LoanView, ...]:
    said = letters.said(phone, _KINDS)
    noted = {one.id: one for one in map(Loan.from_record, records.records(phone.store, "loan"))}
    views = [_view(phone, one, said) for one in noted.values()]
    views += [
        _request(phone, letter, words) for letter, words in said if letter.kind == REQUEST and letter.id not in noted
    ]
    return tuple(sorted(views, key=_newest_first, reverse=True))


def _newest_first(view: LoanView) -> str:
    return view.asked_at.isoformat() if view.asked_at else ""


def _request(phone: Phone, letter: LetterView, words: Said) -> LoanView:
    """Nobody here has answered it yet."""
    return LoanView(
        id=letter.id,
        side=LoanSide.LENDS,
        state=LoanState.ASKED,
        board=letter.board,
        board_name=name_of_board(phone, letter.board),
        ask=LoanAsk.from_json(words),
        asked_at=letter.sent_at,
    )


def _view(phone: Phone, noted: Loan, said: list[tuple[LetterView, Said]]) -> LoanView:
    # Only the board that was asked, or that asked, is listened to.
    heard = [(one, words) for one, words in said if one.answers == noted.id and one.board == noted.board]
    answer = _first(heard, ANSWER) if noted.side is LoanSide.BORROWS else {}
    # Each shift has its own, and those of the shift before have been used.
    invites = _first(heard[::-1], INVITES)
    ended = _first(heard, ENDED)
    people = noted.people or people_of(answer.get("people"))
    refused = noted.refused_because or as_text(answer.get("refused_because"))[:REASON_CHARACTERS]
    over = bool(noted.ended_at or ended)
    hours = LoanHours.from_json(ended) if ended else lent.hours_of(phone, noted.id) if noted.invited else None
    return LoanView(
        id=noted.id,
        side=noted.side,
        state=_state(over=over, refused=bool(refused), agreed=bool(people)),
        board=noted.board,
        board_name=name_of_board(phone, noted.board),
        ask=noted.ask,
        session_id=noted.session_id,
        people=people,
        refused_because=refused,
        invited=noted.invited,
        invites=tuple(_invites(invites)),
        hours=hours,
        asked_at=noted.asked_at,
        waits=letters.waits(phone, noted.id),
    )


def _first(heard: list[tuple[LetterView, Said]], kind: str) -> Said:
    return next((words for letter, words in heard if letter.kind == kind), {})


def _state(*, over: bool, refused: bool, agreed: bool) -> LoanState:
    if over:
        return LoanState.ENDED
    if refused:
        return LoanState.REFUSED
    return LoanState.AGREED if agreed else LoanState.ASKED


def _invites(words: Said) -> Iterator[SentInvite]:
    written = words.get("invites")
    for one in written[:MOST_PEOPLE] if isinstance(written, list) else ():
        if isinstance(one, Mapping) and (connection := _connection(as_text(one.get("link")))):
            yield SentInvite(
                name=as_text(one.get("name")),
                link=as_text(one["link"]),
                server=connection.server,
                code=str(connection.code),
                until=as_instant(one.get("until")),
            )


def _connection(link: str) -> Connection | None:
    """The other board wrote it: one that leads nowhere is no invite."""
    try:
        return read_code(link)
    except FixAndRetry:
        return None


def _record_id(loan_id: str) -> str:
    return born_id(_BOARD, "loan", loan_id)
