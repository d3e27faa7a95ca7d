"""Who gets the key of a circle (DESIGN §4)."""

from collections.abc import Iterator

from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Recipient
from sync.protocol.members import Device
from sync.protocol.roster import Roster

Reader = tuple[Recipient, bytes]
"""Whom to grant to, and the X25519 public key to seal to."""

_ROLES = {
    CircleKind.BOARD: (),
    CircleKind.SHARED: (Role.COORDINATOR, Role.SUPERVISOR),
    CircleKind.OWN: (Role.COORDINATOR, Role.SUPERVISOR),
    CircleKind.PROTECTED: (Role.SUPERVISOR,),
    CircleKind.AUDIT: (Role.SUPERVISOR, Role.AUDITOR),
}


def readers(roster: Roster, circle: Circle, *, maker: Device) -> Iterator[Reader]:
    """Everybody who is to hold the circle's key now: devices, role keys, the recovery key."""
    for device in _devices(roster, circle, maker):
        yield Recipient.of_device(device.id), device.receiving
    for role in _ROLES[circle.kind]:
        if newest := roster.role_key(role):
            epoch, public = newest
            yield Recipient.of_role(role, epoch), public
    yield Recipient.recovery(), roster.founded.recovery


def newcomers(roster: Roster, circle: Circle) -> Iterator[Reader]:
    """The devices that may have become readers after the key was made, for a caseworker to let in.

    Role keys and the recovery key got theirs from whoever made the key.
    """
    if circle.kind in (CircleKind.BOARD, CircleKind.SHARED, CircleKind.OWN):
        for device in _devices(roster, circle, None):
            if device.id != circle.device:
                yield Recipient.of_device(device.id), device.receiving


def role_holders(roster: Roster, role: Role) -> Iterator[Reader]:
    """Every device that is to hold this role's key. The log says so only after the six digits were compared."""
    for device in roster.devices.values():
        if device.is_active and device.role in (role, Role.SUPERVISOR):
            yield Recipient.of_device(device.id), device.receiving


def _devices(roster: Roster, circle: Circle, maker: Device | None) -> list[Device]:
    active = [device for device in roster.devices.values() if device.is_active]
    match circle.kind:
        case CircleKind.BOARD:
            return active
        case CircleKind.SHARED:
            return [device for device in active if device is maker or roster.in_session(device.id, circle.subject)]
        case CircleKind.OWN:
            return [device for device in active if roster.same_person(device.id, circle.device)]
    return [maker] if maker else []
