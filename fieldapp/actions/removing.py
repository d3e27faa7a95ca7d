"""Taking a device or a role away; what it could read gets new keys at once."""

from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import GoneMeanwhile, ReasonForRemovalMissing
from fieldapp.actions.phone import Phone
from fieldapp.actions.rotation import append_with_keys
from fieldapp.domain.permissions import Action
from sync.protocol.circle import Role
from sync.protocol.epochs import keys_of
from sync.protocol.members import Device
from sync.protocol.statement import Kind

REASON_CHARACTERS = 200


def revoke_device(phone: Phone, device: str, reason: str) -> None:
    """The device reads nothing more and delivers only into the late box.

    Raises NotAllowed, ReasonForRemovalMissing, GoneMeanwhile, and what stands in sync.client.errors.
    """
    gone, reason = checked(phone, device, reason)
    roles = keys_of(gone.role) if gone.is_active else ()
    append_with_keys(phone, Kind.DEVICE_REVOKED, roles, device=device, reason=reason)


def change_role(phone: Phone, device: str, role: Role, reason: str) -> None:
    """Of the person who has the device, on all her devices.

    A role that needs its key is confirmed with six digits afterwards. Raises as revoke_device does.
    """
    hers = _known(phone, device)
    kept = keys_of(role)
    taken = [one for one in keys_of(hers.role) if one not in kept or hers.role is Role.SUPERVISOR]
    reason = _reason(phone, reason)
    append_with_keys(phone, Kind.ROLE_CHANGED, taken, person=hers.person.hex(), role=role, reason=reason)


def checked(phone: Phone, device: str, reason: str) -> tuple[Device, str]:
    """The device and the reason as they go into the log. Raises NotAllowed, ReasonForRemovalMissing, GoneMeanwhile."""
    return _known(phone, device), _reason(phone, reason)


def _known(phone: Phone, device: str) -> Device:
    found = phone.roster.devices.get(bytes.fromhex(device))
    if found is None:
        raise GoneMeanwhile
    return found


def _reason(phone: Phone, reason: str) -> str:
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    if not reason.strip():
        raise ReasonForRemovalMissing
    return reason.strip()[:REASON_CHARACTERS]
