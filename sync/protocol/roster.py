"""The membership log folded into who may do what. Server and phones run this same code."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Self

from sync.protocol import roster_rules
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.errors import BadSignature, LogTampered, Malformed, StatementRefused
from sync.protocol.members import LOCK_LADDER_MINUTES, Board, Device, Invite, RoleOffer, Session, SessionState
from sync.protocol.statement import MADE_OFFLINE, Head, Statement

CASEWORKERS = (Role.COORDINATOR, Role.SUPERVISOR)


@dataclass(slots=True)
class Roster:
    """Everything here was signed by somebody the log allowed to say it, back to the board's root."""

    board_id: bytes
    board: Board | None = None
    devices: dict[bytes, Device] = field(default_factory=dict)
    invites: dict[bytes, Invite] = field(default_factory=dict)
    sessions: dict[bytes, Session] = field(default_factory=dict)
    role_keys: dict[Role, list[bytes]] = field(default_factory=dict)
    offers: dict[bytes, RoleOffer] = field(default_factory=dict)
    longest_lock_minutes: int = LOCK_LADDER_MINUTES[-1]
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

    def is_caseworker(self, device: bytes) -> bool:
        found = self.active(device)
        return found is not None and found.role in CASEWORKERS

    def in_session(self, device: bytes, session: bytes) -> bool:
        """Whether a device, or an earlier device of the same person, joined and did not leave."""
        found = self.sessions.get(session)
        if found is None:
            return False
        return any(self.same_person(member, device) for member in found.devices.keys() - found.left)

    def _works_in(self, device: bytes, session: bytes) -> bool:
        return self.in_session(device, session) and not self.is_closed(session)

    def is_closed(self, session: bytes) -> bool:
        found = self.sessions.get(session)
        return found is not None and found.state is SessionState.CLOSED

    def may_write(self, device: bytes, circle: Circle) -> bool:
        """Who a stream takes envelopes from (DESIGN §4)."""
        found = self.active(device)
        if found is None:
            return False
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
        match circle.kind:
            case CircleKind.BOARD:
                return True
            case CircleKind.SHARED:
                return found.role in CASEWORKERS or self._works_in(device, circle.subject)
            case CircleKind.OWN:
                mine = self.same_person(circle.device, device) and not self.is_closed(circle.subject)
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

    def could_grant(self, device: bytes, circle: Circle) -> bool:
        """Whether a key of this circle may ever have come from this device, also before it was revoked or left."""
        found = self.devices.get(device)
        if found is None:
            return False
        match circle.kind:
            case CircleKind.ROLE:
                return found.role is Role.SUPERVISOR
            case CircleKind.BOARD:
                return found.role in CASEWORKERS
            case CircleKind.AUDIT:
                return circle.device == device
            case CircleKind.OWN:
                return found.role in CASEWORKERS or self.same_person(circle.device, device)
        return found.role is not Role.AUDITOR

    def same_person(self, one: bytes, other: bytes) -> bool:
        """A person who got a new device keeps her work."""
        first, second = self.devices.get(one), self.devices.get(other)
        return first is not None and second is not None and first.person == second.person

    def role_key(self, role: Role) -> tuple[int, bytes] | None:
        """The newest epoch of a role's X25519 public key."""
        keys = self.role_keys.get(role)
        return (len(keys), keys[-1]) if keys else None
