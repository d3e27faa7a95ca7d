"""A new board: its root, its recovery key, its role keys and its first device."""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.device_keys import DeviceKeys
from fieldapp.crypto.grants import seal_grant
from fieldapp.crypto.recovery import Recovery
from fieldapp.crypto.role_keys import RoleKey
from fieldapp.domain.codes import check_prefix
from sync.protocol.circle import KEYED_ROLES, Role
from sync.protocol.grants import Grant, Recipient
from sync.protocol.members import board_id, device_id
from sync.protocol.roster import Roster
from sync.protocol.statement import Kind, Statement


@dataclass(frozen=True, slots=True, repr=False)
class Founding:
    """Made on the first device; the root exists here and in the recovery kit, nowhere else."""

    recovery: Recovery
    keys: DeviceKeys
    person: bytes
    role_keys: tuple[RoleKey, ...]
    statements: tuple[Statement, ...]
    roster: Roster

    @classmethod
    def make(cls, name: str, prefix: str, zone: str, exercise: bool, *, at: datetime) -> Self:
        """Raises PrefixUnusable."""
        prefix = prefix.strip().upper()
        check_prefix(prefix)
        recovery, keys, person = Recovery.generate(), DeviceKeys.generate(), os.urandom(16)
        role_keys = tuple(RoleKey.generate(role) for role in KEYED_ROLES)
        founder = _Founder(recovery.root, at)
        founder.say(
            Kind.BOARD_FOUNDED,
            name=name,
            prefix=prefix,
            zone=zone,
            exercise=exercise,
            root=recovery.root_public.hex(),
            recovery=recovery.receiving_public.hex(),
        )
        founder.say(Kind.DEVICE_ADDED, **enrolment(keys, person, Role.SUPERVISOR))
        for key in role_keys:
            founder.say(Kind.ROLE_KEY_MADE, role=key.role, epoch=key.epoch, public=key.public.hex())
        return cls(recovery, keys, person, role_keys, tuple(founder.statements), founder.roster)

    def grants(self) -> list[Grant]:
        """Every role key to the first device, and to the recovery kit."""
        device = device_id(self.keys.signing_public)
        readers = [
            (Recipient.of_device(device), self.keys.receiving_public),
            (Recipient.recovery(), self.recovery.receiving_public),
        ]
        return [
            seal_grant(
                key,
                board=self.roster.board_id,
                recipient=recipient,
                recipient_public=public,
                granter=device,
                sign=self.keys.signing.sign,
            )
            for key in self.role_keys
            for recipient, public in readers
        ]


class _Founder:
    """The root, while it signs the first lines of the log."""

    def __init__(self, root: Ed25519PrivateKey, at: datetime) -> None:
        self._root, self._at = root, at
        self._public = root.public_key().public_bytes_raw()
        self.roster = Roster(board_id(self._public))
        self.statements: list[Statement] = []

    def say(self, kind: Kind, **fields: Any) -> None:
        statement = Statement.make(
            kind,
            board=self.roster.board_id,
            head=self.roster.head,
            at=self._at,
            signer=self._public,
            sign=self._root.sign,
            **fields,
        )
        self.roster.add(statement)
        self.statements.append(statement)


def enrolment(keys: DeviceKeys, person: bytes, role: Role) -> dict[str, Any]:
    """The fields of a device_added statement."""
    return {
        "signing": keys.signing_public.hex(),
        "receiving": keys.receiving_public.hex(),
        "delivery": keys.delivery_public.hex(),
        "person": person.hex(),
        "role": role,
    }
