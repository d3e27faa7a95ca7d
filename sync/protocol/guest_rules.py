"""What a guest may do: somebody whom another board lent, in one session and until an hour that was agreed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.epochs import CASEWORKERS, Removal
from sync.protocol.errors import Malformed, StatementRefused
from sync.protocol.members import Device, DeviceState, Guest, Session, SessionState
from sync.protocol.rule_questions import known_device, next_seq, time_of
from sync.protocol.statement import Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster

GRACE: Final = timedelta(hours=1)
"""After the agreed hour: to finish with whoever sits there, and to find coverage."""
LONGEST: Final = timedelta(hours=48)
"""From the invite: one shift, invited at the latest the day before."""


def invited(roster: Roster, statement: Statement, role: Role) -> Guest | None:
    """What the invite of a guest says; None for everybody else's."""
    if role is not Role.BORROWED:
        return None
    session, until = statement.id_of("session"), time_of(statement, "until")
    guest = Guest(session, until, statement.id_of("home"))
    if guest.home not in roster.peers:
        raise StatementRefused("unknown_peer")
    if not statement.at < guest.until <= statement.at + LONGEST:
        raise StatementRefused("guest_too_long")
    known = roster.sessions.get(session)
    if known is None or known.state is not SessionState.OPEN:
        raise StatementRefused("session_not_open")
    return guest


def check_person(roster: Roster, person: bytes, guest: Guest | None) -> None:
    """A guest is a new person here each time: whoever is one person reads what all her phones have written."""
    hers = roster.devices_of(person)
    if (guest and hers) or any(one.guest for one in hers):
        raise StatementRefused("known_person")


def check_role_stays(devices: list[Device], role: Role) -> None:
    """Nobody becomes a guest, and no guest anything else: she was let in for one session."""
    if role is Role.BORROWED or any(one.guest for one in devices):
        raise StatementRefused("guest_keeps_role")


def is_over(guest: Guest | None, at: datetime) -> bool:
    return guest is not None and at > guest.until + GRACE


def check_time(guest: Guest | None, at: datetime) -> None:
    if is_over(guest, at):
        raise StatementRefused("guest_time_over")


def check_opens(device: Device) -> None:
    if device.guest:
        raise StatementRefused("guest_opens_none")


def check_joins(device: Device, session: bytes, at: datetime) -> None:
    if device.guest and device.guest.session != session:
        raise StatementRefused("another_session")
    check_time(device.guest, at)


def may_reach(roster: Roster, device: Device, guest: Guest, circle: Circle) -> bool:
    """All that a guest reads and writes: while she is checked in, her own work and the shared facts of the session."""
    if circle.kind is CircleKind.AUDIT:
        return circle.device == device.id
    if not roster.works_in(device.id, guest.session):
        return False
    match circle.kind:
        case CircleKind.SHARED:
            return circle.subject == guest.session
        case CircleKind.OWN:
            return circle.subject == guest.session and circle.device == device.id
        case CircleKind.PROTECTED:
            return True
    return False


def ended(roster: Roster, statement: Statement) -> None:
    """`guest_ended`: a caseworker says so once the hour is past; before it, only a supervisor."""
    signer, device = roster.signer(statement), known_device(roster, statement)
    if signer.role not in CASEWORKERS:
        raise StatementRefused("not_a_caseworker")
    if device.guest is None or not device.is_active:
        raise StatementRefused("not_a_guest")
    if signer.role is not Role.SUPERVISOR and statement.at <= device.guest.until:
        raise StatementRefused("guest_still_here")
    end(roster, device)


def leaver(roster: Roster, statement: Statement) -> Device:
    """Who says `session_left`. A guest's phone destroys its keys first, so what is left to sign with is the delivery
    key."""
    if "device" not in statement.fields:
        return roster.signer(statement)
    device = known_device(roster, statement)
    if device.guest is None or statement.signer != device.delivery:
        raise StatementRefused("not_its_delivery_key")
    if not device.is_active:
        raise StatementRefused("already_left")
    return device


def end(roster: Roster, device: Device) -> None:
    """She is out, and everything she could read gets a new key; with the number of the statement at hand."""
    if device.guest is None:
        raise Malformed("not a guest")
    session = device.guest.session
    gone = Removal(
        next_seq(roster), device.role, frozenset({device.id}), frozenset({session}), from_board=True, guest=True
    )
    device.end(gone.seq)
    device.state = DeviceState.REVOKED
    roster.removals.append(gone)
    if (known := roster.sessions.get(session)) and device.id in known.devices:
        known.left_at.setdefault(device.id, gone.seq)


def emptied(roster: Roster, device: Device, guest: Guest) -> None:
    """`device_wiped` of a guest's phone: it ends her when nothing has before, and nothing of the session is there."""
    if device.is_active:
        end(roster, device)
    if (known := roster.sessions.get(guest.session)) and device.id in known.devices:
        known.purged.add(device.id)


def end_with(roster: Roster, session: Session) -> None:
    """A session that is closed ends its guests."""
    for device in list(roster.devices.values()):
        if device.guest and device.guest.session == session.id and device.is_active:
            end(roster, device)
