"""Circles: who may read. A stream is the envelopes of one circle."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Self

from sync.protocol.errors import Malformed
from sync.protocol.wire import identifier

NOBODY = bytes(16)
CIRCLE_BYTES = 33


class Role(StrEnum):
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    BORROWED = "borrowed"

    @property
    def number(self) -> int:
        return _ROLE_NUMBERS[self]


_ROLE_NUMBERS = {Role.SUPPORTER: 1, Role.COORDINATOR: 2, Role.SUPERVISOR: 3, Role.AUDITOR: 4, Role.BORROWED: 5}
KEYED_ROLES = (Role.COORDINATOR, Role.SUPERVISOR, Role.AUDITOR)


class CircleKind(IntEnum):
    BOARD = 1
    SHARED = 2
    OWN = 3
    PROTECTED = 4
    AUDIT = 5
    ROLE = 6


_KINDS = {int(kind): kind for kind in CircleKind}


@dataclass(frozen=True, slots=True)
class Circle:
    """33 bytes on the wire: kind, subject (session, contact or role), device; the unused are zero."""

    kind: CircleKind
    subject: bytes = NOBODY
    device: bytes = NOBODY

    def __post_init__(self) -> None:
        """Raises Malformed: nothing may be sealed for a stream that no reader could name."""
        if len(self.subject) != len(NOBODY) or len(self.device) != len(NOBODY):
            raise Malformed("not a circle")

    @classmethod
    def of_board(cls) -> Self:
        return cls(CircleKind.BOARD)

    @classmethod
    def shared(cls, session: bytes) -> Self:
        return cls(CircleKind.SHARED, subject=session)

    @classmethod
    def own(cls, session: bytes, device: bytes) -> Self:
        return cls(CircleKind.OWN, subject=session, device=device)

    @classmethod
    def protected(cls, contact: bytes) -> Self:
        return cls(CircleKind.PROTECTED, subject=contact)

    @classmethod
    def audit(cls, device: bytes) -> Self:
        return cls(CircleKind.AUDIT, device=device)

    @classmethod
    def of_role(cls, role: Role) -> Self:
        """Not a stream: the circle named in a grant that hands over a role's private key."""
        return cls(CircleKind.ROLE, subject=bytes([role.number]) + bytes(15))

    @classmethod
    def from_bytes(cls, raw: bytes) -> Self:
        if len(raw) != CIRCLE_BYTES or (kind := _KINDS.get(raw[0])) is None:
            raise Malformed("not a circle")
        return cls(kind, raw[1:17], raw[17:])

    @classmethod
    def from_hex(cls, text: object) -> Self:
        return cls.from_bytes(identifier(text, CIRCLE_BYTES))

    def to_bytes(self) -> bytes:
        return bytes([self.kind]) + self.subject + self.device

    def hex(self) -> str:
        return self.to_bytes().hex()
