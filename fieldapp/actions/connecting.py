"""The first run: claiming a board, or using an invite."""

from dataclasses import dataclass, replace
from pathlib import Path

from fieldapp.actions.action import one_action
from fieldapp.actions.door import opened
from fieldapp.actions.errors import AddressMissing, NameMissing
from fieldapp.actions.founding import Founding, enrolment
from fieldapp.actions.pending import Enrolling
from fieldapp.actions.pending import Pending as Pending
from fieldapp.actions.phone import Clock, Phone, wall_clock
from fieldapp.actions.profile import Profile
from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.invites import InviteSecret, open_invite
from fieldapp.crypto.passphrase import KdfCost, check_strength, measured_cost
from fieldapp.crypto.recovery import Recovery
from fieldapp.store import keyring, log
from fieldapp.store.door import Door
from fieldapp.store.label import Label
from fieldapp.store.store import Store
from sync.client import connecting
from sync.client.errors import InviteForeign, LogMoved
from sync.client.transport import Transport
from sync.protocol.circle import Circle, Role
from sync.protocol.codes import ConnectCode, parse_link
from sync.protocol.codes import Purpose as Purpose
from sync.protocol.limits import NAME_CHARACTERS
from sync.protocol.members import Board, device_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement

ZONE = "Europe/Stockholm"
TRIES = 5


@dataclass(frozen=True, slots=True, repr=False)
class Connection:
    """Where to connect, and with what; `repr` hides the secret."""

    server: str
    code: ConnectCode

    @property
    def purpose(self) -> Purpose:
        return self.code.purpose


@dataclass(frozen=True, slots=True, repr=False)
class BoardForm:
    """`prefix`: one to four letters that begin every contact code of the board."""

    name: str
    prefix: str
    exercise: bool
    my_name: str


@dataclass(frozen=True, slots=True)
class RecoveryKit:
    """33 words, shown once; whoever has them can open everything of the board.

    Or, for three papers in three places, three times 33 words of which any two are enough.
    """

    words: tuple[str, ...]
    shares: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, recovery: Recovery) -> "RecoveryKit":
        return cls(recovery.words(), recovery.shares())

    def __repr__(self) -> str:
        return "RecoveryKit()"


def read_code(typed: str, typed_server: str = "") -> Connection:
    """Takes a pasted link too. Raises CodeMistyped, AddressMissing."""
    if link := parse_link(typed):
        typed_server, typed = link
    code, server = ConnectCode.parse(typed), typed_server.strip().rstrip("/")
    if not server:
        raise AddressMissing
    return Connection(with_scheme(server), code)


def with_scheme(server: str) -> str:
    return server if "://" in server else f"https://{server}"


def claim_board(
    folder: Path,
    connection: Connection,
    form: BoardForm,
    passphrase: str,
    *,
    cost: KdfCost | None = None,
    clock: Clock = wall_clock,
    pending: Pending | None = None,
) -> tuple[Phone, RecoveryKit]:
    """Makes the board's keys here, and this device its first supervisor. Nothing is kept on disk when it fails.

    `pending`: the same for each try of one first run, so that a lost answer loses no keys. Raises PassphraseTooShort,
    PassphraseTooSimple, NameMissing, PrefixUnusable, ClaimUnknown, ClaimUsed …
    """
    check_strength(passphrase)
    if not form.my_name.strip() or not form.name.strip():
        raise NameMissing
    pending = (pending or Pending()).of(connection.code)
    name = form.name.strip()[:NAME_CHARACTERS]
    founding = pending.founding or Founding.make(name, form.prefix, ZONE, form.exercise, at=clock())
    pending.founding = founding
    setting = Setting(folder, connection.server, passphrase, cost or measured_cost())
    store = setting.create(founding.keys, founding.person, founding.roster.founded)
    try:
        with store.one_write() as write:
            log.append(write, 0, [statement.to_bytes() for statement in founding.statements])
            for key in founding.role_keys:
                keyring.add_role_key(write, key)
        transport, grants = Transport(connection.server), [grant.to_bytes() for grant in founding.grants()]
        connecting.claim(transport, str(connection.code), founding.statements, grants)
    except BaseException as error:
        pending.settle(error)
        setting.abandon(store)
        raise
    phone = opened(folder, store, clock=clock)
    setting.label(phone.roster.founded, phone.id, phone.device_label).save(folder)
    with one_action(phone) as action:
        name = form.my_name.strip()[:NAME_CHARACTERS]
        action.set(Circle.of_board(), "member", phone.me.person.hex(), name=name, role=Role.SUPERVISOR.value)
    return phone, RecoveryKit.of(founding.recovery)


def enrol(
    folder: Path,
    connection: Connection,
    passphrase: str,
    *,
    cost: KdfCost | None = None,
    clock: Clock = wall_clock,
    pending: Pending | None = None,
) -> Phone:
    """Uses an invite: this device signs its own keys into the log. Nothing is kept on disk when it fails.

    `pending`: as for a claim. Raises PassphraseTooShort, PassphraseTooSimple, InviteUnknown, InviteUsed, InviteExpired,
    InviteWithdrawn, InviteForeign …
    """
    check_strength(passphrase)
    secret, transport = InviteSecret(connection.code.secret), Transport(connection.server)
    pending = (pending or Pending()).of(connection.code)
    enrolling = pending.enrolling or invited(transport, secret, DeviceKeys.generate())
    setting = Setting(folder, connection.server, passphrase, cost or measured_cost())
    store = setting.create(enrolling.keys, enrolling.contents.person, enrolling.roster.founded)
    try:
        pending.enrolling = enrolling
        entries = sign_in(transport, secret, enrolling, clock)
        with store.one_write() as write:
            log.append(write, 0, entries)
    except BaseException as error:
        pending.settle(error)
        setting.abandon(store)
        raise
    phone = opened(folder, store, clock=clock)
    _label(setting, phone).save(folder)
    return phone


def _label(setting: "Setting", phone: Phone) -> Label:
    label, guest = setting.label(phone.roster.founded, phone.id, phone.device_label), phone.me.guest
    return replace(label, session=guest.session.hex(), until=guest.until.isoformat()) if guest else label


def invited(transport: Transport, secret: InviteSecret, keys: DeviceKeys) -> Enrolling:
    """The invite opened and the board's log read. Raises InviteForeign …"""
    laid_out = connecting.fetch_invite(transport, secret.id)
    contents = open_invite(secret, laid_out.sealed)
    if contents.board != laid_out.board:
        raise InviteForeign
    roster = Roster(contents.board)
    return Enrolling(contents, keys, roster, connecting.fetch_log(transport, secret.id, roster))


def sign_in(transport: Transport, secret: InviteSecret, enrolling: Enrolling, clock: Clock) -> list[bytes]:
    """The log, and last this device; signs again when somebody else was first.

    A statement whose answer was lost is sent once more as it was: the server then says the same again.
    """
    for _ in range(TRIES):
        statement = enrolling.said = enrolling.said or _addition(secret, enrolling, clock)
        try:
            connecting.enrol(transport, secret.id, statement)
        except LogMoved:
            enrolling.said = None
            enrolling.entries += connecting.fetch_log(transport, secret.id, enrolling.roster)
            continue
        return [*enrolling.entries, statement.to_bytes()]
    raise LogMoved


def _addition(secret: InviteSecret, enrolling: Enrolling, clock: Clock) -> Statement:
    contents = enrolling.contents
    return Statement.make(
        Kind.DEVICE_ADDED,
        board=contents.board,
        head=enrolling.roster.head,
        at=clock(),
        signer=secret.signing_public,
        sign=secret.signing.sign,
        **enrolment(enrolling.keys, contents.person, contents.role),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Setting:
    """The folder of a device that is being set up."""

    folder: Path
    server: str
    passphrase: str
    cost: KdfCost

    def create(self, keys: DeviceKeys, person: bytes, board: Board) -> Store:
        vault_key = Door(self.folder).create(
            self.passphrase, self.label(board, device_id(keys.signing_public), ""), keys.delivery, cost=self.cost
        )
        store = Store(self.folder, vault_key)
        with store.one_write() as write:
            keyring.save_device_keys(write, keys)
            Profile(board.id, person, self.server).save(write)
        return store

    def label(self, board: Board, device: bytes, words: str) -> Label:
        return Label(words, board.name, self.server, board.exercise, board.id.hex(), device.hex())

    def abandon(self, store: Store) -> None:
        """Nothing was acknowledged yet: the next try starts from an empty folder."""
        store.close()
        Door(self.folder).leave()
