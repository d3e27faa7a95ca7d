"""Every key this device holds: its own, those of circles, those of roles."""

import base64

from fieldapp.crypto.circle_keys import CircleKey
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store.store import Document, Store, Write
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Recipient

_DEVICE, _CIRCLES, _ROLES, _GRANTED = "device", "circle_keys", "role_keys", "granted"


def save_device_keys(write: Write, keys: DeviceKeys) -> None:
    write.put(_DEVICE, "keys", {"keys": base64.b64encode(keys.to_bytes()).decode()})


def device_keys(store: Store) -> DeviceKeys:
    """Raises LookupError in a store that was never enrolled."""
    row = store.get(_DEVICE, "keys")
    if row is None:
        raise LookupError("a store without device keys")
    return DeviceKeys.from_bytes(base64.b64decode(row["keys"]))


def add_circle_key(write: Write, key: CircleKey, *, made_here: bool) -> None:
    if write.get(_CIRCLES, key.key_id.hex()) is None:
        row = {"circle": key.circle.hex(), "epoch": key.epoch, "secret": key.key.hex(), "made_here": made_here}
        write.put(_CIRCLES, key.key_id.hex(), row | {"order": len(write.all(_CIRCLES))})


def circle_key(source: Store | Write, key_id: bytes) -> CircleKey | None:
    row = source.get(_CIRCLES, key_id.hex())
    return _circle_key(row) if row else None


def sealing_key(source: Store | Write, circle: Circle) -> CircleKey | None:
    """The key to seal with: the newest epoch, and of several the same one on every device.

    In circles that any member may hand out keys for, the first this device held: nobody can slip in a later one.
    """
    rows = [row for row in source.all(_CIRCLES) if row["circle"] == circle.hex()]
    if circle.kind in (CircleKind.SHARED, CircleKind.PROTECTED):
        rows = sorted(rows, key=lambda row: int(row["order"]))[:1]
    return max(map(_circle_key, rows), key=lambda key: (key.epoch, key.key_id), default=None)


def circle_keys(source: Store | Write) -> list[tuple[CircleKey, bool]]:
    """Every circle key, and whether it was made on this device."""
    return [(_circle_key(row), bool(row["made_here"])) for row in source.all(_CIRCLES)]


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


def note_granted(write: Write, key_id: bytes, recipient: Recipient) -> bool:
    """Remembers that this key was granted from here; False when it already was."""
    key = f"{key_id.hex()}:{recipient.hex()}"
    if write.get(_GRANTED, key):
        return False
    write.put(_GRANTED, key, {})
    return True
