"""What each kind of statement needs to be allowed, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sync.protocol import exercise_rules, guest_rules, handover_rules, session_rules, settings_rules
from sync.protocol.circle import KEYED_ROLES, NOBODY, Role
from sync.protocol.disposal import disposed_of, watched
from sync.protocol.epochs import Removal
from sync.protocol.errors import Malformed, StatementRefused
from sync.protocol.members import (
    Board,
    Device,
    DeviceState,
    Invite,
    RoleKeyMade,
    RoleOffer,
    Wiped,
    WipeReason,
    board_id,
    device_id,
)
from sync.protocol.rule_questions import by_supervisor, count_of, known_device, next_seq, role_of, time_of
from sync.protocol.statement import Kind, Statement
from sync.protocol.wire import identifier

if TYPE_CHECKING:
    from sync.protocol.roster import Roster

_LABEL_LETTERS = {
    Role.SUPPORTER: "K",
    Role.COORDINATOR: "S",
    Role.SUPERVISOR: "C",
    Role.AUDITOR: "G",
    Role.BORROWED: "L",
}
_READY_AT_ONCE = (Role.SUPPORTER, Role.BORROWED)


def apply(roster: Roster, statement: Statement) -> None:
    """Raises before it changes anything."""
    if statement.kind is not Kind.BOARD_FOUNDED and roster.board is None:
        raise StatementRefused("not_founded")
    exercise_rules.check_goes_on(roster, statement)
    _RULES[statement.kind](roster, statement)


def _board_founded(roster: Roster, statement: Statement) -> None:
    root = statement.id_of("root", 32)
    if roster.board is not None:
        raise StatementRefused("already_founded")
    if statement.signer != root or board_id(root) != roster.board_id:
        raise StatementRefused("not_the_root")
    roster.board = Board(
        id=roster.board_id,
        name=statement.text_of("name"),
        prefix=statement.text_of("prefix", 4),
        zone=statement.text_of("zone"),
        exercise=statement.fields.get("exercise") is True,
        root=root,
        recovery=statement.id_of("recovery", 32),
    )


def _role_key_made(roster: Roster, statement: Statement) -> None:
    by = NOBODY if statement.signer == roster.founded.root else by_supervisor(roster, statement).id
    role = role_of(statement)
    keys = roster.role_keys.get(role, [])
    if role not in KEYED_ROLES or statement.fields.get("epoch") != len(keys) + 1:
        raise StatementRefused("wrong_epoch")
    made = RoleKeyMade(statement.id_of("public", 32), next_seq(roster), by, stands_in=bool(keys))
    roster.role_keys[role] = [*keys, made]


def _new_role_keys(statement: Statement) -> dict[Role, bytes]:
    """The next epoch's public key of each role that this statement takes from somebody, or does not give in full."""
    named = statement.fields.get("keys", {})
    if not isinstance(named, dict) or not named.keys() <= set(KEYED_ROLES):
        raise Malformed("keys")
    return {Role(role): identifier(public, 32) for role, public in named.items()}


def _add_role_keys(roster: Roster, keys: dict[Role, bytes], by: Device) -> None:
    for role, public in keys.items():
        roster.role_keys[role] = [*roster.role_keys.get(role, []), RoleKeyMade(public, next_seq(roster), by.id)]


def _invite_made(roster: Roster, statement: Statement) -> None:
    signer = by_supervisor(roster, statement)
    key = statement.id_of("key", 32)
    if key in roster.invites:
        raise StatementRefused("known_invite")
    person, role, expires = statement.id_of("person"), role_of(statement), time_of(statement, "expires")
    guest = guest_rules.invited(roster, statement, role)
    guest_rules.check_person(roster, person, guest)
    roster.invites[key] = Invite(key, person, role, expires, signer.id, guest)


def _invite_withdrawn(roster: Roster, statement: Statement) -> None:
    by_supervisor(roster, statement)
    invite = roster.invites.get(statement.id_of("key", 32))
    if invite is None or not invite.is_waiting:
        raise StatementRefused("invite_spent")
    invite.withdrawn = True


def _device_added(roster: Roster, statement: Statement) -> None:
    signing = statement.id_of("signing", 32)
    if device_id(signing) in roster.devices:
        raise StatementRefused("known_device")
    role, person = role_of(statement), statement.id_of("person")
    state, guest = DeviceState.ACTIVE, None
    receiving, delivery = statement.id_of("receiving", 32), statement.id_of("delivery", 32)
    if statement.signer == roster.founded.root:
        _check_first(roster, role)
    else:
        invite = _open_invite(roster, statement)
        if (invite.role, invite.person) != (role, person):
            raise StatementRefused("not_as_invited")
        guest = invite.guest
        guest_rules.check_person(roster, person, guest)
        guest_rules.check_time(guest, statement.at)
        invite.used_by = device_id(signing)
        state = DeviceState.ACTIVE if role in _READY_AT_ONCE else DeviceState.WAITING_FOR_ROLE
    device = Device(
        device_id(signing), signing, receiving, delivery, person, role, state, _label(roster, role), statement.at
    )
    device.guest = guest
    if device.is_active:
        device.begin()
    roster.devices[device.id] = device


def _label(roster: Roster, role: Role) -> str:
    """A device keeps its label when its role changes, so labels are counted, not roles."""
    letter = _LABEL_LETTERS[role]
    return letter + str(1 + sum(device.label.startswith(letter) for device in roster.devices.values()))


def _board_recovered(roster: Roster, statement: Statement) -> None:
    """The root, put together again from the recovery kit, signs in one more supervisor."""
    if statement.signer != roster.founded.root:
        raise StatementRefused("not_the_root")
    signing, role = statement.id_of("signing", 32), role_of(statement)
    receiving, delivery = statement.id_of("receiving", 32), statement.id_of("delivery", 32)
    person = statement.id_of("person")
    if device_id(signing) in roster.devices:
        raise StatementRefused("known_device")
    if role is not Role.SUPERVISOR:
        raise StatementRefused("root_adds_only_supervisors")
    label = _label(roster, role)
    device = Device(
        device_id(signing), signing, receiving, delivery, person, role, DeviceState.ACTIVE, label, statement.at
    )
    device.begin()
    roster.devices[device.id] = device


def _check_first(roster: Roster, role: Role) -> None:
    if roster.devices or role is not Role.SUPERVISOR:
        raise StatementRefused("root_adds_only_the_first")


def _open_invite(roster: Roster, statement: Statement) -> Invite:
    invite = roster.invites.get(statement.signer)
    if invite is None:
        raise StatementRefused("unknown_signer")
    if invite.withdrawn:
        raise StatementRefused("invite_withdrawn")
    if invite.used_by is not None:
        raise StatementRefused("invite_used")
    if statement.at > invite.expires:
        raise StatementRefused("invite_expired")
    return invite


def _role_offered(roster: Roster, statement: Statement) -> None:
    signer = by_supervisor(roster, statement)
    device = known_device(roster, statement)
    if device.state is not DeviceState.WAITING_FOR_ROLE:
        raise StatementRefused("not_waiting_for_role")
    roster.offers[device.id] = RoleOffer(device.id, statement.id_of("nonce"), signer.id)


def _role_granted(roster: Roster, statement: Statement) -> None:
    signer, keys = by_supervisor(roster, statement), _new_role_keys(statement)
    device = known_device(roster, statement)
    offer = roster.offers.get(device.id)
    if device.state is not DeviceState.WAITING_FOR_ROLE or offer is None or offer.nonce != statement.id_of("nonce"):
        raise StatementRefused("not_offered")
    _add_role_keys(roster, keys, signer)
    device.begin()
    del roster.offers[device.id]


def _device_revoked(roster: Roster, statement: Statement) -> None:
    signer, keys = by_supervisor(roster, statement), _new_role_keys(statement)
    device = known_device(roster, statement)
    statement.text_of("reason", 200)
    if device.state is DeviceState.REVOKED:
        raise StatementRefused("already_revoked")
    _check_not_last(roster, [device])
    if device.guest:
        guest_rules.end(roster, device)
        return
    held = device.role if device.is_active else None
    working = (session for session in roster.sessions.values() if not roster.is_closed(session.id))
    sessions = frozenset(session.id for session in working if roster.in_session(device.id, session.id))
    hers = frozenset(one.id for one in roster.devices_of(device.person))
    gone = Removal(next_seq(roster), held, hers, sessions, from_board=True)
    device.end(gone.seq)
    device.state = DeviceState.REVOKED
    roster.offers.pop(device.id, None)
    roster.removals.append(gone)
    _add_role_keys(roster, keys, signer)


def _check_not_last(roster: Roster, going: list[Device]) -> None:
    """A board without a supervisor can admit nobody, not even its next supervisor."""
    supervisors = [one for one in roster.devices.values() if one.is_active and one.role is Role.SUPERVISOR]
    if supervisors and all(one in going for one in supervisors):
        raise StatementRefused("last_supervisor")


def _role_changed(roster: Roster, statement: Statement) -> None:
    """Of a person: all her devices. A role that needs a key is given as always, with six digits."""
    signer, keys = by_supervisor(roster, statement), _new_role_keys(statement)
    person, role = statement.id_of("person"), role_of(statement)
    statement.text_of("reason", 200)
    devices = [one for one in roster.devices_of(person) if one.state is not DeviceState.REVOKED]
    if not devices:
        raise StatementRefused("unknown_person")
    guest_rules.check_role_stays(devices, role)
    before = devices[0].role
    if role is before:
        raise StatementRefused("has_this_role")
    if before is Role.SUPERVISOR:
        _check_not_last(roster, devices)
    gone = Removal(next_seq(roster), before, frozenset(one.id for one in devices))
    if before in KEYED_ROLES and any(one.is_active for one in devices):
        roster.removals.append(gone)
    for one in devices:
        _take_role(roster, one, role, gone.seq)
    _add_role_keys(roster, keys, signer)


def _take_role(roster: Roster, device: Device, role: Role, seq: int) -> None:
    device.end(seq)
    device.role, device.state = role, DeviceState.WAITING_FOR_ROLE
    roster.offers.pop(device.id, None)
    if role is Role.SUPPORTER:
        device.begin()


def _disposed(roster: Roster, statement: Statement) -> None:
    """Envelope ids by stream; the server keeps the ids and hashes, so that nothing else moves."""
    by_supervisor(roster, statement)
    statement.text_of("reason", 200)
    watched(statement)
    for circle, ids in disposed_of(statement).items():
        roster.disposed[circle] = roster.disposed.get(circle, frozenset()) | ids


def _device_wiped(roster: Roster, statement: Statement) -> None:
    """Signed with the delivery key, the only one that outlives a wipe; also of a device that was revoked."""
    device = known_device(roster, statement)
    if statement.signer != device.delivery:
        raise StatementRefused("not_its_delivery_key")
    wiped = Wiped(
        statement.at, _why_wiped(statement), count_of(statement, "left"), statement.fields.get("in_file") is True
    )
    # What was saved as a file first may be handed over later: the receipt that leaves less is the true one.
    if device.wiped is not None and wiped.left >= device.wiped.left:
        raise StatementRefused("already_wiped")
    device.wiped = wiped
    if device.guest:
        guest_rules.emptied(roster, device, device.guest)


def _why_wiped(statement: Statement) -> WipeReason:
    try:
        return WipeReason(statement.text_of("reason"))
    except ValueError as error:
        raise Malformed("reason") from error


_RULES: dict[Kind, Callable[[Roster, Statement], None]] = {
    **session_rules.RULES,
    **handover_rules.RULES,
    **settings_rules.RULES,
    Kind.BOARD_FOUNDED: _board_founded,
    Kind.ROLE_KEY_MADE: _role_key_made,
    Kind.INVITE_MADE: _invite_made,
    Kind.INVITE_WITHDRAWN: _invite_withdrawn,
    Kind.DEVICE_ADDED: _device_added,
    Kind.ROLE_OFFERED: _role_offered,
    Kind.ROLE_GRANTED: _role_granted,
    Kind.DEVICE_REVOKED: _device_revoked,
    Kind.ROLE_CHANGED: _role_changed,
    Kind.BOARD_RECOVERED: _board_recovered,
    Kind.DISPOSED: _disposed,
    Kind.DEVICE_WIPED: _device_wiped,
    Kind.GUEST_ENDED: guest_rules.ended,
    Kind.EXERCISE_ENDED: exercise_rules.ended,
}
