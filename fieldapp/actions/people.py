"""Inviting people, comparing digits, and seeing what their devices still hold."""

import uuid
from datetime import timedelta

from fieldapp.actions.action import one_action
from fieldapp.actions.allowed import check_allowed
from fieldapp.actions.errors import DigitsTooOld, GoneMeanwhile, GuestComesAnew, NameMissing
from fieldapp.actions.phone import Phone
from fieldapp.actions.rotation import append_with_keys
from fieldapp.actions.views import DeviceRow, DigitsView, InviteView, WaitingInvite
from fieldapp.crypto.invites import InviteContents, InviteSecret, seal_invite
from fieldapp.crypto.six_digits import six_digits
from fieldapp.domain.member import Member
from fieldapp.domain.member import Role as MemberRole
from fieldapp.domain.permissions import Action, logged_as
from fieldapp.store import heard, keyring, records, stale
from sync.client.transport import b64
from sync.protocol.circle import Circle, Role
from sync.protocol.codes import ConnectCode, Purpose
from sync.protocol.epochs import keys_of
from sync.protocol.limits import NAME_CHARACTERS
from sync.protocol.members import Device
from sync.protocol.statement import Kind

INVITE_LIFE = timedelta(hours=24)
NONCE_BYTES = 16


def invite(phone: Phone, name: str, role: str, *, life: timedelta = INVITE_LIFE) -> InviteView:
    """Authorises a one-time key in the log, and leaves the sealed contents on the server. `role`: a column of the
    permission table; the log is told the role it is narrowed from.

    Raises NameMissing, NotAllowed, and what stands in sync.client.errors.
    """
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    name = name.strip()[:NAME_CHARACTERS]
    if not name:
        raise NameMissing
    person = uuid.UUID(bytes=phone.random(16)).bytes
    made = lay_out(phone, name, _logged(MemberRole(role)), person, life)
    with one_action(phone) as action:
        action.set(Circle.of_board(), "member", person.hex(), name=name, role=MemberRole(role))
    return made


def invite_again(phone: Phone, device: str) -> InviteView:
    """For somebody who forgot her passphrase or got a new phone: the same person, so the same work."""
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    old = _device(phone, device)
    if old.guest:
        raise GuestComesAnew
    return lay_out(phone, name_of(phone, old.person), old.role, old.person, INVITE_LIFE)


def lay_out(phone: Phone, name: str, role: Role, person: bytes, life: timedelta, **bound: str) -> InviteView:
    """`bound`: what else the invite says of a guest."""
    code = ConnectCode(Purpose.INVITE, phone.random(16))
    secret, expires = InviteSecret(code.secret), phone.now() + life
    key, fields = secret.signing_public.hex(), {"person": person.hex(), "role": role, **bound}
    phone.link.append(Kind.INVITE_MADE, key=key, expires=expires.isoformat(timespec="seconds"), **fields)
    contents = InviteContents(phone.roster.founded.root, person, role, phone.board_name)
    sealed = b64(seal_invite(secret, contents))
    phone.link.call(lambda call: call.put(f"/invites/{secret.id.hex()}", {"key": key, "sealed": sealed}))
    server = phone.profile.server
    return InviteView(name, role, server, str(code), code.link(server), expires)


def invite_member(phone: Phone, person: str) -> InviteView:
    """For somebody who stands in the roster and has no phone that the board knows. Raises as `invite` does."""
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    record = records.record(phone.store, "member", person)
    member = Member.from_record(record) if record else None
    if member is None or not member.name:
        raise NameMissing
    return lay_out(phone, member.name, _logged(member.role), bytes.fromhex(person), INVITE_LIFE)


def _logged(role: MemberRole) -> Role:
    """Whose role nobody has said is a supporter."""
    return Role.SUPPORTER if role is MemberRole.UNKNOWN else Role(logged_as(role).value)


def invites(phone: Phone) -> tuple[WaitingInvite, ...]:
    """Those nobody has used yet, the newest first."""
    waiting = [
        WaitingInvite(found.key.hex(), name_of(phone, found.person), found.role, found.expires)
        for found in phone.roster.invites.values()
        if found.is_waiting and found.expires > phone.now()
    ]
    return tuple(reversed(waiting))


def withdraw(phone: Phone, key: str) -> None:
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    phone.link.append(Kind.INVITE_WITHDRAWN, key=key)


def name_of(phone: Phone, person: bytes) -> str:
    """The name a supervisor gave; "" where the board's roster has not arrived."""
    record = records.record(phone.store, "member", person.hex())
    return Member.from_record(record).name if record else ""


def fetch_devices(phone: Phone) -> tuple[DeviceRow, ...]:
    """Asks the server what it has heard of each device. Raises what stands in sync.client.errors."""
    told = phone.link.call(lambda call: call.get("/devices"))
    with phone.store.one_write() as write:
        for device in told["devices"]:
            heard.remember(write, device)
    return devices(phone)


def devices(phone: Phone) -> tuple[DeviceRow, ...]:
    """As last fetched; those added since have not been heard."""
    return tuple(_row(phone, device) for device in phone.roster.devices.values())


def _row(phone: Phone, device: Device) -> DeviceRow:
    last = heard.of_device(phone.store, device.id, device.signing)
    return DeviceRow(
        device=device.id.hex(),
        label=device.label,
        name=name_of(phone, device.person),
        role=device.role,
        state=device.state,
        is_this=device.id == phone.id,
        heard_at=last.at,
        issued=sum(last.heartbeat.issued.values()) if last.heartbeat else None,
        received=sum(last.received.values()),
        waiting=last.heartbeat.waiting if last.heartbeat else None,
        app_version=last.heartbeat.app_version if last.heartbeat else "",
        wiped=device.wiped,
        stale=stale.by_author(phone.store)[device.id],
    )


def offer_role(phone: Phone, device: str) -> DigitsView:
    """Publishes the supervisor's number, chosen after the device's keys were fixed, and gives the six digits."""
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    waiting = _device(phone, device)
    phone.link.append(Kind.ROLE_OFFERED, device=device, nonce=phone.random(NONCE_BYTES).hex())
    return _digits(phone, waiting)


def my_digits(phone: Phone) -> DigitsView | None:
    """On the device that waits: the digits to read out, once a supervisor has asked for them."""
    return _digits(phone, phone.me) if phone.id in phone.roster.offers else None


def _digits(phone: Phone, device: Device) -> DigitsView:
    nonce = phone.roster.offers[device.id].nonce
    digits = six_digits(phone.board, device.signing, device.receiving, nonce)
    return DigitsView(device.id.hex(), device.label, name_of(phone, device.person), digits)


def grant_role(phone: Phone, device: str, *, older: bool = False) -> None:
    """After a human has compared the digits: says so in the log and hands over the role's keys.

    `older`: also those that open sessions which are over. Raises DigitsTooOld when the offer was replaced meanwhile.
    """
    check_allowed(phone, Action.LOOK_AFTER_DEVICES)
    waiting = _device(phone, device)
    offer = phone.roster.offers.get(waiting.id)
    if offer is None:
        raise DigitsTooOld
    # The present key of the role opens whatever was given to it: without the older sessions it has to be a new one.
    renewed = keys_of(waiting.role) if _some_session_is_over(phone) and not older else ()
    with phone.store.one_write() as write:
        # On the disk before the log has it: the answer may be lost, and nobody is asked again.
        keyring.want_older(write, waiting.id, wanted=older)
    append_with_keys(phone, Kind.ROLE_GRANTED, renewed, device=device, nonce=offer.nonce.hex())


def has_older(phone: Phone) -> bool:
    """Whether there is something from before, so that somebody has to say if a newcomer may read it."""
    return _some_session_is_over(phone) or any(len(made) > 1 for made in phone.roster.role_keys.values())


def _some_session_is_over(phone: Phone) -> bool:
    return any(phone.roster.is_closed(session) for session in phone.roster.sessions)


def _device(phone: Phone, device: str) -> Device:
    found = phone.roster.devices.get(bytes.fromhex(device))
    if found is None:
        raise GoneMeanwhile
    return found
