"""Noting on a session what went against the routines, and reading it again when it is looked back on."""

from collections.abc import Collection
from datetime import datetime

from fieldapp.actions import sessions
from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import allowed, check_allowed, scope_of
from fieldapp.actions.births import fresh
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.deviation import WORDS_CHARACTERS, Deviation, check_deviation, of_sessions
from fieldapp.domain.late_entry import TimeAhead
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.permissions import Scope
from fieldapp.store import records
from sync.protocol.circle import Circle


def deviations(phone: Phone, session_ids: Collection[str]) -> tuple[Deviation, ...]:
    """Of one session or of several together, the newest first."""
    return of_sessions(records.each(phone.store, "deviation", Deviation.from_record), session_ids)


def may_note(phone: Phone, session: str) -> bool:
    """A supporter in the sessions she works in; whoever follows up, in every session of the board."""
    whole_board = scope_of(phone, Deed.NOTE_DEVIATION) is Scope.BOARD
    return allowed(phone, Deed.NOTE_DEVIATION) and (whole_board or sessions.view(phone, session).joined)


def note(phone: Phone, session: str, happened_at: datetime, what: str, done: str) -> None:
    """Added for good: it is corrected by noting another.

    Raises NotAllowed, NoSession, DeviationIncomplete, NoteAboutAPerson, TimeAhead, GoneMeanwhile.
    """
    check_allowed(phone, Deed.NOTE_DEVIATION)
    if scope_of(phone, Deed.NOTE_DEVIATION) is not Scope.BOARD:
        sessions.require(phone, session)
    elif records.record(phone.store, "session", session) is None:
        raise GoneMeanwhile
    check_deviation(what, done)
    if happened_at > phone.now():
        raise TimeAhead
    said = {"what": what.strip()[:WORDS_CHARACTERS], "done": done.strip()[:WORDS_CHARACTERS]}
    noted = {"session_id": session, "happened_at": happened_at, "noted_at": phone.now(), "by": phone.me.person.hex()}
    with one_action(phone) as action:
        action.create(Circle.shared(bytes.fromhex(session)), "deviation", fresh(), **noted, **said)
