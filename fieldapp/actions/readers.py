"""Who gets the key of a circle (DESIGN §4)."""

from collections.abc import Collection, Iterator

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


def readers(roster: Roster, circle: Circle, *, maker: Device, assigned: Collection[str] = ()) -> Iterator[Reader]:
    """Everybody who is to hold the circle's key now: devices, role keys, the recovery key.

    A role whose key somebody removed still holds is passed over until it has a new one. `assigned`: the people (hex
    ids) who look after a protected person.
    """
    for device in _devices(roster, circle, maker, assigned):
        yield Recipient.of_device(device.id), device.receiving
    yield from _roles_and_kit(roster, circle)


def _roles_and_kit(roster: Roster, circle: Circle) -> Iterator[Reader]:
    yield from of_roles(roster, circle)
    yield Recipient.recovery(), roster.founded.recovery


def of_roles(roster: Roster, circle: Circle) -> Iterator[Reader]:
    """The newest key of each role that reads the circle."""
    for role in _ROLES[circle.kind]:
        newest = roster.role_key(role)
        if newest and not roster.role_key_is_due(role):
            epoch, public = newest
            yield Recipient.of_role(role, epoch), public


def newcomers(roster: Roster, circle: Circle, *, assigned: Collection[str] = ()) -> Iterator[Reader]:
    """The devices that may have become readers after the key was made, for a caseworker to let in.

    The others have theirs `by_its_maker`.
    """
    if circle.kind is not CircleKind.AUDIT:
        for device in _devices(roster, circle, None, assigned):
            if device.id != circle.device:
                yield Recipient.of_device(device.id), device.receiving


def by_its_maker(roster: Roster, circle: Circle) -> Iterator[Reader]:
    """Those who got theirs from whoever made the key: the device whose own work it is, role keys, the recovery key."""
    for device in _devices(roster, circle, None, ()):
        if device.id == circle.device:
            yield Recipient.of_device(device.id), device.receiving
    yield from _roles_and_kit(roster, circle)


def _devices(roster: Roster, circle: Circle, maker: Device | None, assigned: Collection[str]) -> list[Device]:
    active = [device for device in roster.devices.values() if device.is_active]
    match circle.kind:
        case CircleKind.BOARD:
            # A guest is told what the session's shared facts say, and no names of the board's staff.
            return [device for device in active if device.guest is None]
        case CircleKind.SHARED:
            return [device for device in active if device is maker or roster.works_in(device.id, circle.subject)]
        case CircleKind.OWN:
            hers = (device for device in active if roster.same_person(device.id, circle.device))
            return [device for device in hers if device is maker or roster.works_in(device.id, circle.subject)]
        case CircleKind.PROTECTED:
            return [device for device in active if device is maker or _looks_after(device, assigned)]
    return [maker] if maker else []


def _looks_after(device: Device, assigned: Collection[str]) -> bool:
    return device.role is not Role.AUDITOR and device.person.hex() in assigned
