"""What statements about sessions need to be allowed, and what they change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from sync.protocol import guest_rules
from sync.protocol.circle import Role
from sync.protocol.epochs import Removal
from sync.protocol.errors import StatementRefused
from sync.protocol.members import Device, Session, SessionState
from sync.protocol.rule_questions import by_supervisor, next_seq
from sync.protocol.statement import Kind, Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster


def _session_opened(roster: Roster, statement: Statement) -> None:
    device = _worker(roster, statement)
    guest_rules.check_opens(device)
    session = _session(roster, statement)
    if session.opened_by is not None:
        raise StatementRefused("already_opened")
    session.opened_by = device.id
    _join(roster, session, device, statement.at)


def _session_joined(roster: Roster, statement: Statement) -> None:
    device = _worker(roster, statement)
    session = _session(roster, statement)
    if session.state is SessionState.CLOSED:
        raise StatementRefused("session_closed")
    guest_rules.check_joins(device, session.id, statement.at)
    _join(roster, session, device, statement.at)


def _worker(roster: Roster, statement: Statement) -> Device:
    """Whoever reviews what others read works in no session: she could write in it, and was given its shared key."""
    device = roster.signer(statement)
    if device.role is Role.AUDITOR:
        raise StatementRefused("auditors_do_not_work")
    return device


def _join(roster: Roster, session: Session, device: Device, at: datetime) -> None:
    session.devices.setdefault(device.id, at)
    session.left_at.pop(device.id, None)
    session.purged.discard(device.id)
    roster.sessions[session.id] = session


def _session_left(roster: Roster, statement: Statement) -> None:
    device, session = guest_rules.leaver(roster, statement), _session(roster, statement)
    if device.id not in session.devices:
        raise StatementRefused("not_in_session")
    if device.guest:
        guest_rules.end(roster, device)
        return
    # The person leaves: an older phone of hers does not keep her in.
    hers = [one for one in session.devices if roster.same_person(one, device.id)]
    gone = Removal(next_seq(roster), None, frozenset(hers), frozenset({session.id}))
    session.left_at.update(dict.fromkeys(hers, gone.seq))
    if not roster.is_caseworker(device.id) and not roster.is_closed(session.id):
        roster.removals.append(gone)


def _session_closing(roster: Roster, statement: Statement) -> None:
    by_supervisor(roster, statement)
    session = _known_session(roster, statement)
    if session.state is not SessionState.OPEN:
        raise StatementRefused("not_open")
    session.state = SessionState.CLOSING
    session.closing_since = roster.head.seq + 1


def _device_written_off(roster: Roster, statement: Statement) -> None:
    by_supervisor(roster, statement)
    session = _known_session(roster, statement)
    device = statement.id_of("device")
    if device not in session.devices or session.state is SessionState.CLOSED:
        raise StatementRefused("not_in_session")
    session.written_off[device] = statement.text_of("reason", 200)


def _session_closed(roster: Roster, statement: Statement) -> None:
    by_supervisor(roster, statement)
    session = _known_session(roster, statement)
    if session.state is not SessionState.CLOSING:
        raise StatementRefused("not_closing")
    session.state = SessionState.CLOSED
    session.closed_at = next_seq(roster)
    guest_rules.end_with(roster, session)
    roster.removals.append(Removal(session.closed_at, sessions=frozenset({session.id}), everybody=True))


def _purge_acknowledged(roster: Roster, statement: Statement) -> None:
    device, session = roster.signer(statement), _known_session(roster, statement)
    if device.id not in session.devices:
        raise StatementRefused("not_in_session")
    session.purged.add(device.id)


def _session(roster: Roster, statement: Statement) -> Session:
    id_ = statement.id_of("session")
    return roster.sessions.get(id_) or Session(id_)


def _known_session(roster: Roster, statement: Statement) -> Session:
    session = _session(roster, statement)
    if session.id not in roster.sessions:
        raise StatementRefused("unknown_session")
    return session


RULES: dict[Kind, Callable[[Roster, Statement], None]] = {
    Kind.SESSION_OPENED: _session_opened,
    Kind.SESSION_JOINED: _session_joined,
    Kind.SESSION_LEFT: _session_left,
    Kind.SESSION_CLOSING: _session_closing,
    Kind.DEVICE_WRITTEN_OFF: _device_written_off,
    Kind.SESSION_CLOSED: _session_closed,
    Kind.PURGE_ACKNOWLEDGED: _purge_acknowledged,
}
