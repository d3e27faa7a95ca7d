"""Which epoch a circle is at: every removal of a reader begins a new one.

An epoch is one more than the number in the log of the removal it follows, so it needs no statement of its own: whoever
knows the log knows which epoch is due, and a key of an older one is only good for reading what it sealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sync.protocol.circle import KEYED_ROLES, Circle, CircleKind, Role
from sync.protocol.members import FOREVER, Device

if TYPE_CHECKING:
    from sync.protocol.roster import Roster

CASEWORKERS = (Role.COORDINATOR, Role.SUPERVISOR)
FIRST_EPOCH = 1


@dataclass(frozen=True, slots=True)
class Removal:
    """Somebody could read until number `seq` of the log, and cannot from there.

    `role` is the role that ended, None where only a session did. `devices`: those of the person. `sessions`: those that
    ended for them; `everybody` when a session closed for all but the caseworkers. `guest`: who never read the
    board's own circle.
    """

    seq: int
    role: Role | None = None
    devices: frozenset[bytes] = frozenset()
    sessions: frozenset[bytes] = frozenset()
    from_board: bool = False
    everybody: bool = False
    guest: bool = False

    def concerns(self, circle: Circle) -> bool:
        """Whether one of those who were removed could read this circle."""
        match circle.kind:
            case CircleKind.BOARD:
                return self.from_board and not self.guest
            case CircleKind.SHARED:
                return self.role in CASEWORKERS or circle.subject in self.sessions
            case CircleKind.OWN:
                mine = circle.device in self.devices and (self.from_board or circle.subject in self.sessions)
                closed = self.everybody and circle.subject in self.sessions
                return self.role in CASEWORKERS or mine or closed
            case CircleKind.AUDIT:
                reviewed = self.role in (Role.SUPERVISOR, Role.AUDITOR)
                return reviewed or (self.from_board and circle.device in self.devices)
            case CircleKind.PROTECTED:
                return self.from_board or self.role is Role.SUPERVISOR
        return False

    def concerns_role(self, role: Role) -> bool:
        """Whether one of those who were removed held this role's key: a supervisor holds every role's."""
        return self.role is not None and role in keys_of(self.role)


def keys_of(role: Role) -> tuple[Role, ...]:
    """Whose keys somebody with this role holds."""
    if role is Role.SUPERVISOR:
        return KEYED_ROLES
    return (role,) if role in KEYED_ROLES else ()


def after(removals: Iterable[Removal], circle: Circle, *, upto: int = FOREVER) -> int:
    """The epoch that is due in `circle` once the removals up to number `upto` are known."""
    seqs = (removal.seq for removal in removals if removal.seq <= upto and removal.concerns(circle))
    return max(seqs, default=0) + 1


def entitled_until(roster: Roster, device: Device, circle: Circle) -> int:
    """The number in the log that ended this device's right to hand out keys of `circle`; FOREVER, or 0 for never."""
    member = max(device.held.values(), default=0)
    caseworker = max((device.held.get(role, 0) for role in CASEWORKERS), default=0)
    if device.guest and circle.kind in (CircleKind.SHARED, CircleKind.OWN) and circle.subject != device.guest.session:
        return 0
    match circle.kind:
        case CircleKind.ROLE:
            return device.held.get(Role.SUPERVISOR, 0)
        case CircleKind.BOARD:
            return caseworker
        case CircleKind.AUDIT:
            return member if circle.device == device.id else 0
        case CircleKind.OWN:
            mine = roster.same_person(circle.device, device.id)
            return max(caseworker, min(member, _worked_until(roster, device, circle.subject)) if mine else 0)
        case CircleKind.SHARED:
            worked = max(device.held.get(role, 0) for role in (Role.SUPPORTER, Role.BORROWED))
            return max(caseworker, min(worked, _worked_until(roster, device, circle.subject)))
    return max((until for role, until in device.held.items() if role is not Role.AUDITOR), default=0)


def _worked_until(roster: Roster, device: Device, session: bytes) -> int:
    """A session the log does not know may yet be let in by a supervisor."""
    found = roster.sessions.get(session)
    if found is None:
        return FOREVER
    left = [seq for member, seq in found.left_at.items() if roster.same_person(member, device.id)]
    still_there = roster.in_session(device.id, session) or not left
    ends = ([] if still_there else [max(left)]) + ([found.closed_at] if found.closed_at else [])
    return min(ends, default=FOREVER)
