"""Several sessions, one incident: proposed and linked on a supervisor's device. Nothing of a session moves.

What is said of two sessions lies with the board's own facts and holds their ids alone.
"""

from collections.abc import Mapping

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import incident_of, sessions, view
from fieldapp.actions.views import SessionView
from fieldapp.domain.incident import Incident
from fieldapp.domain.pairs import Verdict, pair
from fieldapp.domain.permissions import Action
from fieldapp.domain.same_incident import Links, proposed
from fieldapp.store import records
from sync.protocol.circle import Circle


def may_link(phone: Phone) -> bool:
    return allowed(phone, Action.LINK_SESSIONS)


def links(phone: Phone) -> Links:
    return Links.of(records.records(phone.store, "same_incident"))


def proposals(phone: Phone) -> tuple[tuple[SessionView, SessionView], ...]:
    """Sessions that may be for one incident; none for who may not link them."""
    if not may_link(phone):
        return ()
    found = proposed(_incidents(phone), links(phone))
    return tuple((view(phone, one), view(phone, other)) for one, other in found)


def _incidents(phone: Phone) -> Mapping[str, Incident]:
    known = ((session.id, incident_of(phone, session.id)) for session in sessions(phone))
    return {session: incident for session, incident in known if incident}


def linked_to(phone: Phone, session_id: str) -> tuple[SessionView, ...]:
    """The other sessions of the same incident that are known here."""
    others = (one for one in links(phone).together(session_id) if one != session_id)
    return tuple(view(phone, one) for one in others if records.record(phone.store, "session", one))


def linkable(phone: Phone, session_id: str) -> tuple[SessionView, ...]:
    """The other sessions, the newest first, also those far away in time: an incident may go on elsewhere."""
    joined = links(phone).together(session_id)
    return tuple(one for one in sessions(phone) if one.id not in joined and one.facts_known)


def link(phone: Phone, one: str, other: str) -> None:
    """They are for one incident. Raises NotAllowed, GoneMeanwhile."""
    _say(phone, one, other, Verdict.SAME)


def keep_apart(phone: Phone, one: str, other: str) -> None:
    """They are for two incidents, and nobody asks again. Raises NotAllowed, GoneMeanwhile."""
    _say(phone, one, other, Verdict.APART)


def unlink(phone: Phone, session_id: str) -> None:
    """The session stands by itself again. Raises NotAllowed."""
    joined = [each for each, verdict in links(phone).verdicts.items() if verdict is Verdict.SAME]
    with phone.store.one_write():
        for one, other in joined:
            if session_id in (one, other):
                _say(phone, one, other, Verdict.APART)


def _say(phone: Phone, one: str, other: str, verdict: Verdict) -> None:
    check_allowed(phone, Action.LINK_SESSIONS)
    if one == other or not all(records.record(phone.store, "session", each) for each in (one, other)):
        raise GoneMeanwhile
    first, second = pair(one, other)
    with one_action(phone) as action:
        said = {"one": first, "other": second, "verdict": verdict}
        action.create(Circle.of_board(), "same_incident", f"{first}:{second}", **said)
