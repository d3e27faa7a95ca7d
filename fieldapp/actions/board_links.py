"""One incident, two boards: asked, answered and taken apart in letters that hold what happened, where and when."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from fieldapp.actions import letters, peers
from fieldapp.actions.action import Action, one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.letters import LetterView
from fieldapp.actions.peers import PeerView, name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import incident_of, sessions, view
from fieldapp.actions.views import IncidentLinkView, SessionView
from fieldapp.domain.incident_link import IncidentFacts, IncidentLink, LinkSide, LinkState, state_of
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.same_incident import may_be_one, time_between
from fieldapp.store import records
from sync.protocol.circle import Circle

ASKED, ANSWERED, ENDED = "same_incident_asked", "same_incident_answered", "same_incident_ended"
_KINDS: Final = (ASKED, ANSWERED, ENDED)
_KIND: Final = "incident_link"
_OPEN: Final = (LinkState.ASKED, LinkState.LINKED)
Said = Mapping[str, Any]


def askable(phone: Phone, session: str) -> tuple[PeerView, ...]:
    """The pinned boards that can be asked about this session; none for who may not link."""
    if not allowed(phone, Deed.LINK_SESSIONS) or incident_of(phone, session) is None:
        return ()
    busy = {one.board for one in of_session(phone, session) if one.state in _OPEN}
    return tuple(one for one in peers.pinned(phone) if one.board not in busy)


def told(phone: Phone, session: str) -> IncidentFacts:
    """What another board is told of this session, and nothing else. Raises GoneMeanwhile."""
    incident = incident_of(phone, session)
    if incident is None:
        raise GoneMeanwhile
    return IncidentFacts.of(view(phone, session).code, incident)


def ask(phone: Phone, board: str, session: str) -> str:
    """Asks a pinned board (hex id) whether it has the same incident; gives the link's id.

    Raises NotAllowed, GoneMeanwhile.
    """
    check_allowed(phone, Deed.LINK_SESSIONS)
    if board not in {one.board for one in askable(phone, session)}:
        raise GoneMeanwhile
    facts, id_ = told(phone, session), letters.new_letter_id(phone)
    about = {"side": LinkSide.ASKS, "board": board, "session_id": session, "asked_at": phone.now()}
    with one_action(phone) as action:
        action.create(Circle.of_board(), _KIND, id_.hex(), letter=id_.hex(), **about)
        letters.write_letter(phone, action.write, board, ASKED, facts.to_json(), id_=id_)
    return id_.hex()


def offered(phone: Phone, found: IncidentLinkView) -> tuple[SessionView, ...]:
    """This board's sessions: those of that kind and time first, the nearest before the others."""
    known = [one for one in sessions(phone) if one.facts_known]
    return tuple(sorted(known, key=lambda one: _distance(phone, one.id, found.theirs)))


def is_near(phone: Phone, found: IncidentLinkView, session: str) -> bool:
    """Whether this device proposes that session."""
    return _distance(phone, session, found.theirs) < timedelta.max


def _distance(phone: Phone, session: str, theirs: IncidentFacts) -> timedelta:
    mine = incident_of(phone, session)
    between = time_between(mine, theirs) if mine and may_be_one(mine, theirs) else None
    return timedelta.max if between is None else between


def say_same(phone: Phone, link_id: str, session: str) -> None:
    """It is this session's incident. Raises NotAllowed, GoneMeanwhile."""
    _answer(phone, link_id, Verdict.SAME, {"same": True, **told(phone, session).to_json()}, session)


def say_other(phone: Phone, link_id: str) -> None:
    """No session here is for that incident. Raises NotAllowed, GoneMeanwhile."""
    _answer(phone, link_id, Verdict.APART, {"same": False})


def _answer(phone: Phone, link_id: str, verdict: Verdict, words: Said, session: str = "") -> None:
    check_allowed(phone, Deed.LINK_SESSIONS)
    found = link(phone, link_id)
    if found.side is not LinkSide.ANSWERS or found.state is not LinkState.ASKED:
        raise GoneMeanwhile
    with one_action(phone) as action:
        _note(action, found, session_id=session, verdict=verdict)
        _write(action, found, ANSWERED, words)


def take_apart(phone: Phone, link_id: str) -> None:
    """Either board may; who asked may also before there is an answer. Raises NotAllowed, GoneMeanwhile."""
    check_allowed(phone, Deed.LINK_SESSIONS)
    found = link(phone, link_id)
    if found.state not in _OPEN or not found.session_id:
        raise GoneMeanwhile
    with one_action(phone) as action:
        for one in (each for each in _all(phone) if _is_of_one(each, found)):
            _note(action, one, ended_at=phone.now())
            _write(action, one, ENDED, {})


def _is_of_one(one: IncidentLinkView, other: IncidentLinkView) -> bool:
    """Both boards may have asked each other: it is one link, whichever question was answered."""
    mine, theirs = one.session_id == other.session_id != "", one.theirs.code == other.theirs.code != ""
    return one.board == other.board and one.state in _OPEN and (mine or theirs)


def _note(action: Action, found: IncidentLinkView, **said: Any) -> None:
    about = {"side": found.side, "board": found.board, "theirs": found.theirs.to_json(), "asked_at": found.asked_at}
    action.create(Circle.of_board(), _KIND, found.id, letter=found.id, **about, **said)


def _write(action: Action, found: IncidentLinkView, kind: str, words: Said) -> None:
    phone, about = action.phone, bytes.fromhex(found.id)
    id_ = letters.new_letter_id(phone)
    letters.write_letter(phone, action.write, found.board, kind, words, id_=id_, answers=about)


def link(phone: Phone, link_id: str) -> IncidentLinkView:
    """Raises GoneMeanwhile."""
    found = next((one for one in _all(phone) if one.id == link_id), None)
    if found is None:
        raise GoneMeanwhile
    return found


def of_session(phone: Phone, session: str) -> tuple[IncidentLinkView, ...]:
    """What other boards were asked of this session, and what it is linked with; nothing that was taken apart."""
    return tuple(one for one in links(phone) if one.session_id == session and one.state is not LinkState.ENDED)


def to_answer(phone: Phone) -> tuple[IncidentLinkView, ...]:
    """What other boards ask, the oldest first; none for who may not answer."""
    if not allowed(phone, Deed.LINK_SESSIONS):
        return ()
    return tuple(one for one in links(phone) if one.side is LinkSide.ANSWERS and one.state is LinkState.ASKED)


def links(phone: Phone) -> tuple[IncidentLinkView, ...]:
    """The oldest first; of two boards that asked each other the one that was answered."""
    found = _all(phone)
    linked = [one for one in found if one.state is LinkState.LINKED]
    settled = [
        one.id for one in found if one.state is LinkState.ASKED and any(_is_of_one(one, other) for other in linked)
    ]
    return tuple(one for one in found if one.id not in settled)


def _all(phone: Phone) -> list[IncidentLinkView]:
    said = letters.said(phone, _KINDS)
    noted = {one.id: one for one in map(IncidentLink.from_record, records.records(phone.store, _KIND))}
    views = [_view(phone, one, said) for one in noted.values()]
    # One letter comes twice when it was sealed anew.
    asked = {letter.id: (letter, words) for letter, words in said if letter.kind == ASKED and letter.id not in noted}
    views += [_asked(phone, letter, words, said) for letter, words in asked.values()]
    return sorted(views, key=lambda one: one.asked_at.isoformat() if one.asked_at else "")


def _asked(phone: Phone, letter: LetterView, words: Said, said: list[tuple[LetterView, Said]]) -> IncidentLinkView:
    """Nobody here has answered it yet."""
    return _view(
        phone,
        IncidentLink(
            id=letter.id,
            side=LinkSide.ANSWERS,
            board=letter.board,
            session_id="",
            theirs=IncidentFacts.from_json(words),
            verdict=Verdict.OPEN,
            asked_at=letter.sent_at,
            ended_at=None,
        ),
        said,
    )


def _view(phone: Phone, noted: IncidentLink, said: list[tuple[LetterView, Said]]) -> IncidentLinkView:
    # Only the board that was asked, or that asked, is listened to.
    heard = [(one.kind, words) for one, words in said if one.answers == noted.id and one.board == noted.board]
    answers = [words for kind, words in heard if kind == ANSWERED] if noted.side is LinkSide.ASKS else []
    over = noted.ended_at is not None or any(kind == ENDED for kind, _ in heard)
    return IncidentLinkView(
        id=noted.id,
        side=noted.side,
        state=state_of(_verdict(answers) if answers else noted.verdict, over=over),
        board=noted.board,
        board_name=name_of_board(phone, noted.board),
        session_id=noted.session_id,
        theirs=IncidentFacts.from_json(answers[-1]) if answers else noted.theirs,
        asked_at=noted.asked_at,
        waits=letters.waits(phone, noted.id),
    )


def _verdict(answers: list[Said]) -> Verdict:
    """Two supervisors over there may have answered apart: then it is said apart, as their own board has it."""
    return Verdict.SAME if all(words.get("same") is True for words in answers) else Verdict.APART
