"""Every key this device holds: its own, those of circles, those of roles."""

import base64

from fieldapp.crypto.circle_keys import CircleKey
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store.store import Document, Store, Write
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Recipient

_DEVICE, CIRCLES, _ROLES, _GRANTED = "device", "circle_keys", "role_keys", "granted"
_COMING, _OLDER = "coming_role_keys", "older_role_keys_wanted"
KEY_TABLES = (CIRCLES, _ROLES, _COMING)


def save_device_keys(write: Write, keys: DeviceKeys) -> None:
    write.put(_DEVICE, "keys", {"keys": base64.b64encode(keys.to_bytes()).decode()})


def device_keys(store: Store) -> DeviceKeys:
    """Raises LookupError in a store that was never enrolled."""
    row = store.get(_DEVICE, "keys")
    if row is None:
        raise LookupError("a store without device keys")
    return DeviceKeys.from_bytes(base64.b64decode(row["keys"]))


def add_circle_key(write: Write, key: CircleKey, *, made_here: bool) -> None:
    if write.get(CIRCLES, key.key_id.hex()) is None:
        row = {"circle": key.circle.hex(), "epoch": key.epoch, "secret": key.key.hex(), "made_here": made_here}
        write.put(CIRCLES, key.key_id.hex(), row | {"order": len(write.all(CIRCLES))})


def circle_key(source: Store | Write, key_id: bytes) -> CircleKey | None:
    row = source.get(CIRCLES, key_id.hex())
    return _circle_key(row) if row else None


def sealing_key(source: Store | Write, circle: Circle, *, upto: int | None = None) -> CircleKey | None:
    """The key to seal with: the newest epoch, not above `upto`, and of several the same one on every device.

    In circles that any member may hand out keys for, the first this device held: nobody can slip in a later one.
    """
    rows = [row for row in source.all(CIRCLES) if row["circle"] == circle.hex()]
    rows = [row for row in rows if upto is None or int(row["epoch"]) <= upto]
    newest = max((int(row["epoch"]) for row in rows), default=0)
    rows = [row for row in rows if int(row["epoch"]) == newest]
    if circle.kind in (CircleKind.SHARED, CircleKind.PROTECTED):
        rows = sorted(rows, key=lambda row: int(row["order"]))[:1]
    return max(map(_circle_key, rows), key=lambda key: key.key_id, default=None)


def circle_keys(source: Store | Write) -> list[tuple[CircleKey, bool]]:
    """Every circle key, and whether it was made on this device."""
    return [(_circle_key(row), bool(row["made_here"])) for row in source.all(CIRCLES)]


def _circle_key(row: Document) -> CircleKey:
    return CircleKey(Circle.from_hex(row["circle"]), int(row["epoch"]), bytes.fromhex(row["secret"]))


def add_role_key(write: Write, key: RoleKey) -> None:
    row = {"role": key.role, "epoch": key.epoch, "secret": key.key.hex()}
    write.put(_ROLES, f"{key.role}:{key.epoch}", row)


def role_key(source: Store | Write, role: Role, epoch: int) -> RoleKey | None:
    row = source.get(_ROLES, f"{role}:{epoch}")
    return RoleKey(Role(row["role"]), int(row["epoch"]), bytes.fromhex(row["secret"])) if row else None


def role_keys(source: Store | Write) -> list[RoleKey]:
    rows = source.all(_ROLES)
    return [RoleKey(Role(row["role"]), int(row["epoch"]), bytes.fromhex(row["secret"])) for row in rows]


def add_coming(write: Write, key: RoleKey) -> None:
    """A role's next key, on disk before the log names it: nobody else could make it again."""
    write.put(_COMING, key.public.hex(), {"role": key.role, "secret": key.key.hex()})


def coming(source: Store | Write) -> list[RoleKey]:
    """Those whose epoch the log has not been seen to say yet; the epoch is 0."""
    return [RoleKey(Role(row["role"]), 0, bytes.fromhex(row["secret"])) for row in source.all(_COMING)]


def has_come(write: Write, key: RoleKey, epoch: int) -> None:
    write.delete(_COMING, key.public.hex())
    add_role_key(write, RoleKey(key.role, epoch, key.key))


def want_older(write: Write, device: bytes, *, wanted: bool) -> None:
    """That a device whose role is being granted is to have the role's older keys too, or only the newest."""
    if wanted:
        write.put(_OLDER, device.hex(), {})
    else:
        write.delete(_OLDER, device.hex())


def older_wanted(write: Write) -> list[bytes]:
    """For which devices that was said and is not done yet."""
    return [bytes.fromhex(row["key"]) for row in write.all(_OLDER)]


def was_granted_to_role(write: Write, key_id: bytes, role: Role, epochs: int) -> bool:
    """Whether this key was granted from here to any of the role's first `epochs` keys."""
    named = (Recipient.of_role(role, epoch).hex() for epoch in range(1, epochs + 1))
    return any(write.get(_GRANTED, f"{key_id.hex()}:{recipient}") is not None for recipient in named)


def note_granted(write: Write, key_id: bytes, recipient: Recipient) -> bool:
    """Remembers that this key was granted from here; False when it already was."""
    key = f"{key_id.hex()}:{recipient.hex()}"
    if write.get(_GRANTED, key):
        return False
    write.put(_GRANTED, key, {})
    return True
