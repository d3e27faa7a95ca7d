"""What the rules of all kinds ask of a statement."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sync.protocol.circle import Role
from sync.protocol.errors import Malformed, StatementRefused
from sync.protocol.members import Device
from sync.protocol.statement import Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster


def by_supervisor(roster: Roster, statement: Statement) -> Device:
    signer = roster.signer(statement)
    if signer.role is not Role.SUPERVISOR:
        raise StatementRefused("not_a_supervisor")
    return signer


def by_caseworker(roster: Roster, statement: Statement) -> Device:
    signer = roster.signer(statement)
    if signer.role not in (Role.COORDINATOR, Role.SUPERVISOR):
        raise StatementRefused("not_a_caseworker")
    return signer


def next_seq(roster: Roster) -> int:
    """The number the statement at hand will have."""
    return roster.head.seq + 1


def count_of(statement: Statement, name: str) -> int:
    value = statement.fields.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 2**31:
        raise Malformed(name)
    return value


def role_of(statement: Statement) -> Role:
    try:
        return Role(statement.text_of("role"))
    except ValueError as error:
        raise Malformed("role") from error


def time_of(statement: Statement, name: str) -> datetime:
    try:
        at = datetime.fromisoformat(statement.text_of(name))
    except ValueError as error:
        raise Malformed(name) from error
    if at.tzinfo is None:
        raise Malformed(name)
    return at


def known_device(roster: Roster, statement: Statement) -> Device:
    device = roster.devices.get(statement.id_of("device"))
    if device is None:
        raise StatementRefused("unknown_device")
    return device
