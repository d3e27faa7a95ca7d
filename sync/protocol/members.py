"""Who is in a board, as the membership log tells it: values only."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sync.protocol.circle import Role


def board_id(root: bytes) -> bytes:
    """16 bytes derived from the root public key: knowing the board is pinning its root."""
    return hashlib.sha256(b"stodkedjan board v1\0" + root).digest()[:16]


def device_id(signing: bytes) -> bytes:
    """16 bytes derived from the device's public signing key."""
    return hashlib.sha256(b"stodkedjan device v1\0" + signing).digest()[:16]


def session_id(board: bytes, code: str) -> bytes:
    """16 bytes derived from the board and the session's eight-character code in canonical form."""
    return hashlib.sha256(b"stodkedjan session v1\0" + board + code.encode()).digest()[:16]


@dataclass(frozen=True, slots=True)
class Board:
    """`zone` is an IANA name; `root` is an Ed25519, `recovery` an X25519 public key."""

    id: bytes
    name: str
    prefix: str
    zone: str
    exercise: bool
    root: bytes
    recovery: bytes


class DeviceState(StrEnum):
    WAITING_FOR_ROLE = "waiting_for_role"
    ACTIVE = "active"
    REVOKED = "revoked"


class WipeReason(StrEnum):
    """Why a phone destroyed what was on it."""

    WRONG_PASSPHRASES = "wrong_passphrases"
    FORGOTTEN = "forgotten"
    REVOKED = "revoked"
    CHECKED_OUT = "checked_out"
    EXERCISE_ENDED = "exercise_ended"


@dataclass(frozen=True, slots=True)
class Wiped:
    """A wipe receipt: what its delivery key says a device could not hand over. `left` counts envelopes;
    `in_file` says that they were saved as a parcel."""

    at: datetime
    reason: WipeReason
    left: int = 0
    in_file: bool = False


LOCK_LADDER_MINUTES = (0, 1, 5, 15, 30)
"""How long an untouched app may stay open; 0 is as soon as it is out of sight."""

FOREVER = 2**63


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody whom another board lent: the one session she works in, until when (aware), and which board it was."""

    session: bytes
    until: datetime
    home: bytes


@dataclass(slots=True)
class Device:
    """`held`: for each role it ever had, the number in the log of the statement that ended it; FOREVER while it has it.

    A role that nobody confirmed was never held. A guest whose work here has ended is revoked by that.
    """

    id: bytes
    signing: bytes
    receiving: bytes
    delivery: bytes
    person: bytes
    role: Role
    state: DeviceState
    label: str
    added_at: datetime
    wiped: Wiped | None = None
    held: dict[Role, int] = field(default_factory=dict)
    guest: Guest | None = None

    @property
    def is_active(self) -> bool:
        return self.state is DeviceState.ACTIVE

    def begin(self) -> None:
        """It has its role from here."""
        self.state = DeviceState.ACTIVE
        self.held[self.role] = FOREVER

    def end(self, seq: int) -> None:
        """Whatever role it had, it has it no more from number `seq` of the log."""
        self.held = {role: min(until, seq) for role, until in self.held.items()}


@dataclass(slots=True)
class Invite:
    key: bytes
    person: bytes
    role: Role
    expires: datetime
    made_by: bytes
    guest: Guest | None = None
    used_by: bytes | None = None
    withdrawn: bool = False

    @property
    def is_waiting(self) -> bool:
        return self.used_by is None and not self.withdrawn


@dataclass(frozen=True, slots=True)
class RoleOffer:
    """A supervisor's nonce (16 bytes), chosen after the device's keys were fixed; the six digits come from both."""

    device: bytes
    nonce: bytes
    by: bytes


class SessionState(StrEnum):
    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"


@dataclass(slots=True)
class Session:
    """A session as the log knows it: ids only. Joined before it was opened is possible when phones sync late.

    `closing_since` and `closed_at` are the numbers in the log of the statements that said so; 0 before.
    `left_at` the same for each device that has left.
    """

    id: bytes
    opened_by: bytes | None = None
    state: SessionState = SessionState.OPEN
    closing_since: int = 0
    closed_at: int = 0
    devices: dict[bytes, datetime] = field(default_factory=dict)
    left_at: dict[bytes, int] = field(default_factory=dict)
    written_off: dict[bytes, str] = field(default_factory=dict)
    purged: set[bytes] = field(default_factory=set)

    @property
    def left(self) -> set[bytes]:
        return set(self.left_at)


@dataclass(frozen=True, slots=True)
class RoleKeyMade:
    """One epoch of a role's key: the X25519 public half, where in the log it stands, and which device made it.

    `stands_in`: by a statement of its own, in place of one that was due or that nobody has.
    """

    public: bytes
    seq: int
    by: bytes
    stands_in: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class Peer:
    """Another board as a supervisor pinned it: its root (Ed25519), where its server is, what it is called.

    `since`: the number in the log of the statement that pinned it last.
    """

    root: bytes
    server: str
    name: str
    since: int = 0

    @property
    def board(self) -> bytes:
        return board_id(self.root)


@dataclass(frozen=True, slots=True)
class Handover:
    """That a letter (SHA-256) with a proposal was signed for another board, and by which device. `id` is the proposal's
    own, whatever letter says it."""

    peer: bytes
    letter: bytes
    id: bytes
    by: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverAnswer:
    """What a device of this board answered to another board's proposal: the letter it had read, and yes or no."""

    peer: bytes
    letter: bytes
    id: bytes
    taken_over: bool
    by: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class HandoverEnded:
    """That this board took its own proposal back."""

    by: bytes
    at: datetime


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """Which settings of the board were decided, when, where in the log, and on which device."""

    seq: int
    at: datetime
    by: bytes
    changed: Mapping[str, Any]
