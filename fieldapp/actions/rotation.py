"""New keys after somebody was removed, and the right keys to those who came (DESIGN §4)."""

from collections.abc import Iterable
from typing import Any

from fieldapp.actions.action import assigned_to, give, new_key
from fieldapp.actions.phone import Phone
from fieldapp.actions.readers import Reader, by_its_maker, newcomers, readers
from fieldapp.crypto.circle_keys import CircleKey
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.domain.contact import Contact
from fieldapp.store import keyring, server_contact
from fieldapp.store.derived import Rows
from fieldapp.store.store import Write
from sync.protocol.circle import KEYED_ROLES, Circle, CircleKind, Role
from sync.protocol.epochs import keys_of
from sync.protocol.grants import Recipient
from sync.protocol.statement import Kind


def append_with_keys(phone: Phone, kind: Kind, roles: Iterable[Role], **fields: Any) -> None:
    """A statement that also begins a new key for each of `roles`; then every circle it concerns gets its own.

    The keys are on disk before the log names them. Raises what stands in sync.client.errors.
    """
    made = [RoleKey.generate(role, 0) for role in roles]
    with phone.store.one_write() as write:
        for key in made:
            keyring.add_coming(write, key)
    phone.link.append(kind, keys={key.role: key.public.hex() for key in made}, **fields)
    let_in(phone)


def let_in(phone: Phone) -> None:
    """Makes the keys that are due, and gives each key to those who are to have it. Nothing is sent from here.

    Does nothing while neither the log nor the keys, nor who looks after a protected person, have moved since last time.
    """
    before = _standing(phone)
    if not phone.me.is_active or phone.let_in_at == before:
        return
    with phone.store.one_write() as write:
        _settle_role_keys(phone, write)
        _hand_out_role_keys(phone, write)
        _rotate(phone, write)
        for key, made_here in keyring.circle_keys(write):
            give(phone, write, key, _to_give(phone, write, key, made_here=made_here))
    now = _standing(phone)
    # A log that moved while this was done has not been looked at.
    phone.let_in_at = now if now[0] == before[0] else None


def _standing(phone: Phone) -> tuple[object, ...]:
    """All that decides who is to have which key."""
    store = phone.store
    protected = store.derived("contact", _assigned) if store.derived(keyring.CIRCLES, _has_protected) else ()
    counts = (store.count(table) for table in keyring.KEY_TABLES)
    return phone.roster.head, server_contact.last(store).restores, *counts, protected


def _has_protected(rows: Rows) -> bool:
    return any(Circle.from_hex(row["circle"]).kind is CircleKind.PROTECTED for row in rows)


def _assigned(rows: Rows) -> tuple[object, ...]:
    contacts = (Contact.from_record(row["record"]) for row in rows)
    return tuple((contact.id, contact.assigned_staff) for contact in contacts if contact.assigned_staff)


def name_role_keys(phone: Phone) -> None:
    """Once the log is known, and before the mailbox of a role's new key is read: nothing could be opened of it."""
    with phone.store.one_write() as write:
        _settle_role_keys(phone, write)


def _settle_role_keys(phone: Phone, write: Write) -> None:
    """The log has said which epoch a key made here is."""
    for key in keyring.coming(write):
        for epoch, made in enumerate(phone.roster.role_keys.get(key.role, ()), start=1):
            if made.public == key.public:
                keyring.has_come(write, key, epoch)


def _hand_out_role_keys(phone: Phone, write: Write) -> None:
    """A supervisor gives the newest key of each role to those who have the role; older ones only when asked to."""
    if phone.role is not Role.SUPERVISOR:
        return
    for role in KEYED_ROLES:
        newest = phone.roster.role_key(role)
        key = keyring.role_key(write, role, newest[0]) if newest else None
        if key:
            give(phone, write, key, [*_holders(phone, role), (Recipient.recovery(), phone.roster.founded.recovery)])
    _hand_out_older_role_keys(phone, write)


def _hand_out_older_role_keys(phone: Phone, write: Write) -> None:
    """To whom it was said, once the log has given them the role."""
    for device in filter(None, map(phone.roster.active, keyring.older_wanted(write))):
        for key in keyring.role_keys(write):
            if key.role in keys_of(device.role):
                give(phone, write, key, [(Recipient.of_device(device.id), device.receiving)])
        keyring.want_older(write, device.id, wanted=False)


def _holders(phone: Phone, role: Role) -> list[Reader]:
    active = (device for device in phone.roster.devices.values() if device.is_active)
    return [
        (Recipient.of_device(device.id), device.receiving)
        for device in active
        if role in keys_of(device.role) and device.id != phone.id
    ]


def _rotate(phone: Phone, write: Write) -> None:
    """Every circle this phone writes whose newest key somebody removed still knows."""
    roster = phone.roster
    for circle in {key.circle for key, _ in keyring.circle_keys(write)}:
        if not (roster.may_write(phone.id, circle) and roster.is_entitled(phone.id, circle)):
            continue
        due, held = roster.epoch_due(circle), keyring.sealing_key(write, circle)
        if held and held.epoch < due:
            new_key(phone, write, circle, due)


def _to_give(phone: Phone, write: Write, key: CircleKey, *, made_here: bool) -> list[Reader]:
    roster, circle = phone.roster, key.circle
    assigned = assigned_to(write, circle)
    if made_here:
        whom = list(readers(roster, circle, maker=phone.me, assigned=assigned))
        return [reader for reader in whom if _is_for(phone, write, key, reader[0])]
    if not roster.is_caseworker(phone.id):
        return []
    late = [reader for reader in by_its_maker(roster, circle) if _comes_late(phone, write, key, reader[0])]
    return [*newcomers(roster, circle, assigned=assigned), *late]


def _comes_late(phone: Phone, write: Write, key: CircleKey, recipient: Recipient) -> bool:
    """The first key of a role, the kit, and the phone whose own work it is, have everything from whoever made it; but a
    server that was brought back may have lost that, and the phone that gave it may be gone, or an older copy of
    itself."""
    named = recipient.role_and_epoch
    if named is not None and named[1] > 1:
        return _is_current(phone, key) or _was_meant_for(phone, key, *named)
    return server_contact.last(write).restores > 0


def _is_for(phone: Phone, write: Write, key: CircleKey, recipient: Recipient) -> bool:
    """A role's later key gets what is under way; what was before somebody came is given only when asked for."""
    named = recipient.role_and_epoch
    if named is None or _is_current(phone, key) or _was_meant_for(phone, key, *named):
        return True
    return not keyring.was_granted_to_role(write, key.key_id, *named)


def _is_current(phone: Phone, key: CircleKey) -> bool:
    circle = key.circle
    ended = circle.kind in (CircleKind.SHARED, CircleKind.OWN) and phone.roster.is_closed(circle.subject)
    return not ended and key.epoch == phone.roster.epoch_due(circle)


def _was_meant_for(phone: Phone, key: CircleKey, role: Role, epoch: int) -> bool:
    """Given to a role's key that nobody may have, in whose place this one was made."""
    return key.epoch > phone.roster.stands_in_since(role, epoch)


def heal_role_keys(phone: Phone) -> bool:
    """On a supervisor's phone: makes the role keys that are due, or that nobody has; True when it did.

    They normally come with the statement that removes somebody; this is for a phone that died right after it.
    """
    if phone.role is not Role.SUPERVISOR or not phone.me.is_active:
        return False
    wanting = [role for role in KEYED_ROLES if _is_wanting(phone, role)]
    for role in wanting:
        _make_role_key(phone, role)
    return bool(wanting)


def _is_wanting(phone: Phone, role: Role) -> bool:
    newest = phone.roster.role_key(role)
    if newest is None or phone.roster.role_key_is_due(role):
        return True
    if keyring.role_key(phone.store, role, newest[0]):
        return False
    # Whoever made it gives it to all the others, but not to herself: a phone put back to an older copy has lost it.
    maker = phone.roster.role_keys[role][-1].by
    return any(maker) and (maker == phone.id or phone.roster.active(maker) is None)


def _make_role_key(phone: Phone, role: Role) -> None:
    key, epoch = RoleKey.generate(role, 0), len(phone.roster.role_keys.get(role, ())) + 1
    with phone.store.one_write() as write:
        keyring.add_coming(write, key)
    phone.link.append(Kind.ROLE_KEY_MADE, role=role, epoch=epoch, public=key.public.hex())
    let_in(phone)
