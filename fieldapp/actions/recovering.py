"""A board that has lost its supervisors' phones, opened again from the recovery kit on a new one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fieldapp.actions import syncing
from fieldapp.actions.action import one_action
from fieldapp.actions.connecting import Setting, with_scheme
from fieldapp.actions.door import opened
from fieldapp.actions.errors import AddressMissing, BoardNotHere, NameMissing
from fieldapp.actions.founding import enrolment
from fieldapp.actions.phone import Clock, Phone, wall_clock
from fieldapp.actions.rotation import let_in
from fieldapp.crypto.circle_keys import CannotOpen, CircleKey
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.grants import open_grant
from fieldapp.crypto.passphrase import KdfCost, check_strength, measured_cost
from fieldapp.crypto.recovery import Recovery
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.store import keyring, log
from fieldapp.store.store import Write
from sync.client import answers, connecting, pull
from sync.client.errors import NotRecognised
from sync.client.token import Caller, TokenKeeper
from sync.client.transport import Transport, unb64
from sync.protocol.circle import Circle, Role
from sync.protocol.errors import BadSignature
from sync.protocol.grants import Grant, Recipient
from sync.protocol.limits import NAME_CHARACTERS
from sync.protocol.members import board_id, device_id
from sync.protocol.roster import Roster
from sync.protocol.signing import labelled
from sync.protocol.statement import Head, Kind, Statement
from sync.protocol.tokens import TOKEN_LABEL, Door, answer_bytes


@dataclass(frozen=True, slots=True, repr=False)
class Restorer:
    """The new device's keys and what the root says of it: the same for each try."""

    recovery: Recovery
    keys: DeviceKeys
    statement: Statement

    @classmethod
    def make(cls, papers: Iterable[Iterable[str]], *, random: bytes, clock: Clock = wall_clock) -> "Restorer":
        """papers: the words of the one paper, or of any two of the three; random: 16 bytes. Raises WrongShares."""
        recovery, keys = Recovery.combine(papers), DeviceKeys.generate()
        statement = Statement.make(
            Kind.BOARD_RECOVERED,
            board=board_id(recovery.root_public),
            head=Head(),
            at=clock(),
            signer=recovery.root_public,
            sign=recovery.root.sign,
            **enrolment(keys, random, Role.SUPERVISOR),
        )
        return cls(recovery, keys, statement)

    @property
    def board(self) -> bytes:
        return self.statement.board

    @property
    def device(self) -> bytes:
        return device_id(self.keys.signing_public)

    def sign_challenge(self, door: Door, challenge: bytes) -> bytes:
        answer = answer_bytes(self.board, self.device, door, challenge)
        return self.keys.signing.sign(labelled(TOKEN_LABEL, answer))


@dataclass(frozen=True, slots=True, repr=False)
class RestoreForm:
    server: str
    my_name: str


@dataclass(slots=True, repr=False)
class _Fetched:
    roster: Roster
    entries: list[bytes]
    keys: list[CircleKey | RoleKey] = field(default_factory=list)


def restore_board(
    folder: Path,
    restorer: Restorer,
    form: RestoreForm,
    passphrase: str,
    *,
    cost: KdfCost | None = None,
    clock: Clock = wall_clock,
) -> Phone:
    """This device as the board's supervisor, with every key that was given to the recovery kit.

    Nothing is kept on disk when it fails; try again with the same `restorer`. The lost phones are still to be revoked.
    Raises PassphraseTooShort, PassphraseTooSimple, NameMissing, AddressMissing, BoardNotHere, LogTampered …
    """
    check_strength(passphrase)
    if not form.my_name.strip():
        raise NameMissing
    if not form.server.strip():
        raise AddressMissing
    server = with_scheme(form.server.strip().rstrip("/"))
    fetched = _fetched(Transport(server), restorer)
    person = fetched.roster.devices[restorer.device].person
    setting = Setting(folder, server, passphrase, cost or measured_cost())
    store = setting.create(restorer.keys, person, fetched.roster.founded)
    try:
        with store.one_write() as write:
            log.append(write, 0, fetched.entries)
            _keep(write, fetched.keys)
    except BaseException:
        setting.abandon(store)
        raise
    phone = opened(folder, store, clock=clock)
    setting.label(phone.roster.founded, phone.id, phone.device_label).save(folder)
    let_in(phone)
    with one_action(phone) as action:
        name = form.my_name.strip()[:NAME_CHARACTERS]
        action.set(Circle.of_board(), "member", person.hex(), name=name, role=Role.SUPERVISOR.value)
    return phone


def _fetched(transport: Transport, restorer: Restorer) -> _Fetched:
    """Signs the device in, then reads the log and the kit's own mailbox as a supervisor may."""
    try:
        connecting.recover(transport, restorer.statement)
    except NotRecognised as error:
        raise BoardNotHere from error
    call = TokenKeeper(restorer, transport).caller()
    roster = Roster(restorer.board)
    found = answers.whole_log(lambda after: call.get("/log", after=after), roster)
    roster.follow(found.entries, found.head)
    return _Fetched(roster, list(found.entries), list(_keys(call, roster, restorer.recovery)))


def _keys(call: Caller, roster: Roster, recovery: Recovery) -> Iterator[CircleKey | RoleKey]:
    for grant in _grants(call):
        if not pull.is_sound(roster, grant):
            continue
        signer = roster.devices[grant.context.granter].signing
        try:
            key = open_grant(
                grant, recovery.receiving, board=roster.board_id, recipient=Recipient.recovery(), granter_public=signer
            )
        except (CannotOpen, BadSignature):
            continue
        if isinstance(key, CircleKey) or key.public in {made.public for made in roster.role_keys.get(key.role, [])}:
            yield key


def _grants(call: Caller) -> Iterator[Grant]:
    after = 0
    while page := call.get(f"/mailboxes/{Recipient.recovery().hex()}", after=after)["grants"]:
        after += len(page)
        yield from (Grant.from_bytes(unb64(grant)) for grant in page)


def _keep(write: Write, keys: Iterable[CircleKey | RoleKey]) -> None:
    for key in keys:
        if isinstance(key, CircleKey):
            keyring.add_circle_key(write, key, made_here=False)
        else:
            keyring.add_role_key(write, key)


def lost_devices(phone: Phone) -> tuple[str, ...]:
    """The supervisors' devices that were there before: each is to be revoked unless somebody still has it."""
    roster = phone.roster
    return tuple(
        device.id.hex()
        for device in roster.devices.values()
        if device.is_active and device.role is Role.SUPERVISOR and device.id != phone.id
    )


def first_exchange(phone: Phone) -> None:
    """Fetches the board's work and gives the kit's keys on. Raises what stands in sync.client.errors."""
    syncing.synchronise(phone, lambda _progress: None)
