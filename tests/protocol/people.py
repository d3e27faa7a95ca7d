"""People and devices with real keys, for tests of the protocol."""

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from sync.protocol.circle import KEYED_ROLES, Role
from sync.protocol.members import board_id, device_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def public(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


@dataclass
class Handset:
    """The keys of one device."""

    signing: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    receiving: X25519PrivateKey = field(default_factory=X25519PrivateKey.generate)
    delivery: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    person: bytes = field(default_factory=lambda: os.urandom(16))

    @property
    def id(self) -> bytes:
        return device_id(public(self.signing))

    def enrolment(self, role: Role) -> dict[str, Any]:
        return {
            "signing": public(self.signing).hex(),
            "receiving": public(self.receiving).hex(),
            "delivery": public(self.delivery).hex(),
            "person": self.person.hex(),
            "role": role,
        }


class BoardInTest:
    """A founded board and its log; `say` appends a statement as the server would."""

    def __init__(self, *, exercise: bool = False) -> None:
        self.exercise = exercise
        self.root = Ed25519PrivateKey.generate()
        self.recovery = X25519PrivateKey.generate()
        self.role_keys = {role: X25519PrivateKey.generate() for role in KEYED_ROLES}
        self.roster = Roster(board_id(public(self.root)))
        self.log: list[Statement] = []
        self.supervisor = Handset()
        self._found()

    @property
    def id(self) -> bytes:
        return self.roster.board_id

    def made(self, kind: Kind, by: Ed25519PrivateKey, *, at: datetime = NOON, **fields: Any) -> Statement:
        return Statement.make(
            kind, board=self.id, head=self.roster.head, at=at, signer=public(by), sign=by.sign, **fields
        )

    def say(self, kind: Kind, by: Ed25519PrivateKey, *, at: datetime = NOON, **fields: Any) -> Statement:
        statement = self.made(kind, by, at=at, **fields)
        self.roster.add(statement)
        self.log.append(statement)
        return statement

    def _found(self) -> None:
        recovery = public(self.recovery).hex()
        board = {"name": "Hässelby-Vällingby", "prefix": "HV", "zone": "Europe/Stockholm"}
        self.say(
            Kind.BOARD_FOUNDED,
            self.root,
            root=public(self.root).hex(),
            recovery=recovery,
            exercise=self.exercise,
            **board,
        )
        self.say(Kind.DEVICE_ADDED, self.root, **self.supervisor.enrolment(Role.SUPERVISOR))
        for role, key in self.role_keys.items():
            self.say(Kind.ROLE_KEY_MADE, self.root, role=role, epoch=1, public=public(key).hex())

    def invited(self, role: Role, person: bytes, *, expires: datetime = NOON + timedelta(days=1)) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        fields = {"key": public(key).hex(), "person": person.hex(), "role": role, "expires": expires.isoformat()}
        self.say(Kind.INVITE_MADE, self.supervisor.signing, **fields)
        return key

    def join(self, role: Role) -> Handset:
        """A new device, through an invite, not yet granted its role when that takes six digits."""
        handset = Handset()
        key = self.invited(role, handset.person)
        self.say(Kind.DEVICE_ADDED, key, **handset.enrolment(role))
        return handset

    def with_role(self, role: Role) -> Handset:
        handset = self.join(role)
        if role in KEYED_ROLES:
            nonce = os.urandom(16).hex()
            self.say(Kind.ROLE_OFFERED, self.supervisor.signing, device=handset.id.hex(), nonce=nonce)
            self.say(Kind.ROLE_GRANTED, self.supervisor.signing, device=handset.id.hex(), nonce=nonce)
        return handset
