"""Grants that are not for their reader any more: a phone cannot fetch again what it let go of or was shut out of."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import Connection, func, select, update

from sync.protocol.circle import Circle, CircleKind
from sync.protocol.grants import Grant, Recipient, RecipientKind
from sync.protocol.members import DeviceState
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement
from sync.server.engine import where
from sync.server.tables import grants

GONE: Final = b""
_OF_A_SESSION = (CircleKind.SHARED, CircleKind.OWN)
_IS_THERE = func.length(grants.c.grant) > 0


def is_for(roster: Roster, recipient: Recipient, circle: Circle) -> bool:
    """Whether there is no reason yet to keep a key from this reader: a device that was revoked, or let go of the
    circle's session, could else fetch again what it has destroyed."""
    if recipient.kind is not RecipientKind.DEVICE:
        return True
    device, session = roster.devices.get(recipient.id), roster.sessions.get(circle.subject)
    if device is None or device.state is DeviceState.REVOKED:
        return device is None
    if circle.kind not in _OF_A_SESSION or session is None or roster.may_read(device.id, circle):
        return True
    return not roster.is_closed(session.id) and device.id not in session.left | session.purged


def drop_ended(connection: Connection, roster: Roster, statement: Statement) -> None:
    """What the statement has ended for somebody is not for them any more: the grants' bytes go, their places stay."""
    for device in _ended_for(roster, statement):
        mailbox = {"board": roster.board_id, "recipient": Recipient.of_device(device).to_bytes()}
        rows = connection.execute(select(grants.c.seq, grants.c.grant).where(where(grants, mailbox), _IS_THERE))
        gone = [row.seq for row in rows.all() if not is_still_for(roster, row.grant)]
        if gone:
            there = where(grants, mailbox) & grants.c.seq.in_(gone)
            connection.execute(update(grants).where(there).values(grant=GONE))


def _ended_for(roster: Roster, statement: Statement) -> Iterable[bytes]:
    match statement.kind:
        case Kind.DEVICE_REVOKED | Kind.DEVICE_WIPED | Kind.GUEST_ENDED:
            return [statement.id_of("device")]
        case Kind.SESSION_CLOSED | Kind.SESSION_LEFT | Kind.PURGE_ACKNOWLEDGED:
            return list(roster.sessions[statement.id_of("session")].devices)
    return []


def is_still_for(roster: Roster, raw: bytes) -> bool:
    context = Grant.from_bytes(raw).context
    return is_for(roster, context.recipient, context.circle)


def may_be_gone(roster: Roster, recipient: Recipient) -> bool:
    """Whether there is a reason for any empty place in this mailbox."""
    device = roster.devices.get(recipient.id) if recipient.kind is RecipientKind.DEVICE else None
    if device is None or device.state is DeviceState.REVOKED:
        return device is not None
    worked_in = (session for session in roster.sessions.values() if device.id in session.devices)
    return any(roster.is_closed(session.id) or session.left | session.purged for session in worked_in)
