"""The membership log folded into who may do what. Server and phones run this same code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from sync.protocol import epochs, guest_rules, roster_rules
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.epochs import CASEWORKERS as CASEWORKERS
from sync.protocol.epochs import FIRST_EPOCH, Removal
from sync.protocol.errors import BadSignature, LogTampered, Malformed, StatementRefused
from sync.protocol.members import (
    FOREVER,
    LOCK_LADDER_MINUTES,
    Board,
    Device,
    Handover,
    HandoverAnswer,
    HandoverEnded,
    Invite,
    Peer,
    RoleKeyMade,
    RoleOffer,
    Session,
    SessionState,
    SettingsChange,
)
from sync.protocol.statement import MADE_OFFLINE, Head, Statement


@dataclass(slots=True)
class Roster:
    """Everything here was signed by somebody the log allowed to say it, back to the board's root."""

    board_id: bytes
    board: Board | None = None
    devices: dict[bytes, Device] = field(default_factory=dict)
    invites: dict[bytes, Invite] = field(default_factory=dict)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    role_keys: dict[Role, list[RoleKeyMade]] = field(default_factory=dict)
    offers: dict[bytes, RoleOffer] = field(default_factory=dict)
    longest_lock_minutes: int = LOCK_LADDER_MINUTES[-1]
    settings: Mapping[str, Any] = field(default_factory=dict)
    settings_history: list[SettingsChange] = field(default_factory=list)
    removals: list[Removal] = field(default_factory=list)
    peers: dict[bytes, Peer] = field(default_factory=dict)
    handovers: list[Handover] = field(default_factory=list)
    withdrawn: dict[bytes, HandoverEnded] = field(default_factory=dict)
    answered: dict[tuple[bytes, bytes], HandoverAnswer] = field(default_factory=dict)
    disposed: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    exercise_ended_at: int = 0
    _due: dict[Circle, tuple[int, int]] = field(default_factory=dict, repr=False, compare=False)
    hashes: list[bytes] = field(default_factory=lambda: [Head().hash])

    @classmethod
    def of(cls, board_id: bytes, statements: Iterable[Statement]) -> Self:
        roster = cls(board_id)
        for statement in statements:
            roster.add(statement)
        return roster

    @property
    def head(self) -> Head:
        return Head(len(self.hashes) - 1, self.hashes[-1])

    @property
    def founded(self) -> Board:
        if self.board is None:
            raise Malformed("the board is not founded")
        return self.board

    def add(self, statement: Statement) -> Head:
        """Verifies and applies the next statement. Raises `BadSignature`, `Malformed` or `StatementRefused`;
        the roster is then as before."""
        statement.document.verify()
        if statement.board != self.board_id:
            raise StatementRefused("other_board")
        self._check_place(statement)
        roster_rules.apply(self, statement)
        self.hashes.append(self.head.after(statement).hash)
        return self.head

    def follow(self, raw_statements: Iterable[bytes], head: Head) -> None:
        """Adds what a server says comes next, up to `head`; anything that does not fit is `LogTampered`."""
        try:
            for raw in raw_statements:
                self.add(Statement.from_bytes(raw))
        except (BadSignature, Malformed, StatementRefused) as error:
            raise LogTampered(str(error)) from error
        if self.head != head:
            raise LogTampered("another head")

    def _check_place(self, statement: Statement) -> None:
        if statement.kind in MADE_OFFLINE:
            if not (statement.head.seq < len(self.hashes) and self.hashes[statement.head.seq] == statement.head.hash):
                raise StatementRefused("unknown_head")
        elif statement.head != self.head:
            raise StatementRefused("not_next")

    def signer(self, statement: Statement) -> Device:
        """The active device that signed, or `StatementRefused`."""
        for device in self.devices.values():
            if device.signing == statement.signer and device.is_active:
                return device
        raise StatementRefused("unknown_signer")

    def active(self, device: bytes) -> Device | None:
        found = self.devices.get(device)
        return found if found and found.is_active else None

    def is_disposed(self, circle: Circle, envelope: bytes) -> bool:
        return envelope in self.disposed.get(circle.to_bytes(), ())

    def is_caseworker(self, device: bytes) -> bool:
        found = self.active(device)
        return found is not None and found.role in CASEWORKERS

    def in_session(self, device: bytes, session: bytes) -> bool:
        """Whether a device, or an earlier device of the same person, joined and did not leave."""
        found = self.sessions.get(session)
        if found is None:
            return False
        return any(self.same_person(member, device) for member in found.devices.keys() - found.left)

    def works_in(self, device: bytes, session: bytes) -> bool:
        return self.in_session(device, session) and not self.is_closed(session)

    def is_closed(self, session: bytes) -> bool:
        found = self.sessions.get(session)
        return found is not None and found.state is SessionState.CLOSED

    def is_over(self, circle: Circle) -> bool:
        """Whether the one whose own circle this is has left the session, or it is closed."""
        return circle.kind is CircleKind.OWN and not self.works_in(circle.device, circle.subject)

    def may_write(self, device: bytes, circle: Circle) -> bool:
        """Who a stream takes envelopes from (DESIGN §4)."""
        found = self.active(device)
        if found is None:
            return False
        if found.guest:
            return guest_rules.may_reach(self, found, found.guest, circle)
        match circle.kind:
            case CircleKind.BOARD:
                return found.role in CASEWORKERS
            case CircleKind.SHARED:
                return found.role in CASEWORKERS or self.in_session(device, circle.subject)
            case CircleKind.OWN:
                own = self.same_person(circle.device, device) and self.in_session(device, circle.subject)
                return own or found.role in CASEWORKERS
            case CircleKind.AUDIT:
                return circle.device == device
            case CircleKind.PROTECTED:
                return found.role is not Role.AUDITOR
        return False

    def may_read(self, device: bytes, circle: Circle) -> bool:
        """Whom a stream is handed to; the circle's keys decide who can open it."""
        found = self.active(device)
        if found is None:
            return False
        if found.guest:
            return guest_rules.may_reach(self, found, found.guest, circle)
        match circle.kind:
            case CircleKind.BOARD:
                return True
            case CircleKind.SHARED:
                return found.role in CASEWORKERS or self.works_in(device, circle.subject)
            case CircleKind.OWN:
                mine = self.same_person(circle.device, device) and self.works_in(device, circle.subject)
                return found.role in CASEWORKERS or mine
            case CircleKind.AUDIT:
                return found.role in (Role.SUPERVISOR, Role.AUDITOR) or circle.device == device
            case CircleKind.PROTECTED:
                return found.role is not Role.AUDITOR
        return False

    def may_grant(self, device: bytes, circle: Circle) -> bool:
        found = self.active(device)
        if circle.kind is CircleKind.ROLE:
            return found is not None and found.role is Role.SUPERVISOR
        return self.may_write(device, circle) or self.may_read(device, circle)

    def could_grant(self, device: bytes, circle: Circle, epoch: int = FIRST_EPOCH) -> bool:
        """Whether this device may have handed out a key of this epoch, also when it was removed since.

        An epoch begins after a removal: whoever was out before that could not know a key of it.
        """
        found = self.devices.get(device)
        until = epochs.entitled_until(self, found, circle) if found else 0
        return until > 0 if circle.kind is CircleKind.ROLE else epoch <= until

    def may_bring(self, device: bytes, circle: Circle, epoch: int) -> bool:
        """Whether the server takes a grant: from who may give the key, or brings late what it gave while it might."""
        late = not self.is_entitled(device, circle) and self.could_grant(device, circle, epoch)
        return self.may_grant(device, circle) or (late and circle.kind is not CircleKind.ROLE)

    def epoch_due(self, circle: Circle, *, upto: int = FOREVER) -> int:
        """The epoch to seal with, as the log stood at number `upto`."""
        if upto != FOREVER:
            return epochs.after(self.removals, circle, upto=upto)
        known, due = self._due.get(circle, (0, FIRST_EPOCH))
        if known < len(self.removals):
            due = max(due, epochs.after(self.removals[known:], circle))
            self._due[circle] = (len(self.removals), due)
        return due

    def epoch_for(self, device: bytes, circle: Circle) -> int:
        """The newest epoch this device can know of: one who left still finishes what was begun, in the old one."""
        found = self.devices.get(device)
        until = epochs.entitled_until(self, found, circle) if found else FOREVER
        return self.epoch_due(circle, upto=until - 1 if 0 < until < FOREVER else FOREVER)

    def is_entitled(self, device: bytes, circle: Circle) -> bool:
        """Whether nothing in the log has ended this device's right to the circle's keys."""
        found = self.devices.get(device)
        return found is None or epochs.entitled_until(self, found, circle) == FOREVER

    def same_person(self, one: bytes, other: bytes) -> bool:
        """A person who got a new device keeps her work."""
        first, second = self.devices.get(one), self.devices.get(other)
        return first is not None and second is not None and first.person == second.person

    def role_key(self, role: Role) -> tuple[int, bytes] | None:
        """The newest epoch of a role's X25519 public key."""
        keys = self.role_keys.get(role)
        return (len(keys), keys[-1].public) if keys else None

    def stands_in_since(self, role: Role, epoch: int) -> int:
        """Where in the log the key was made in whose place this epoch of a role's key stands; FOREVER for others.

        Who holds it held that one, or should have: what was given to it may be given again.
        """
        keys = self.role_keys[role][:epoch]
        if not keys[-1].stands_in:
            return FOREVER
        return next(key.seq for key in reversed(keys) if not key.stands_in)

    def role_key_is_due(self, role: Role) -> bool:
        """Whether somebody who held the newest key of this role has been removed since: nothing is given to it."""
        keys = self.role_keys.get(role)
        made_at = keys[-1].seq if keys else FOREVER
        return any(gone.seq > made_at and gone.concerns_role(role) for gone in self.removals)

    def devices_of(self, person: bytes) -> list[Device]:
        return [device for device in self.devices.values() if device.person == person]
