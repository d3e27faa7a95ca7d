"""What an invite's 16 secret bytes open: its id, its one-time key and its contents on the server."""

import json
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from sync.errors import FixAndRetry
from sync.protocol.circle import Role
from sync.protocol.errors import MadeByNewerVersion, Malformed
from sync.protocol.members import board_id
from sync.protocol.wire import identifier

VERSION = 1
NONCE_BYTES = 12
ID_BYTES = 16


class InviteDamaged(FixAndRetry):
    """This invite does not open. Ask the person who sent it for a new one."""


@dataclass(frozen=True, slots=True)
class InviteSecret:
    """16 random bytes (sync.protocol.codes.ConnectCode.secret)."""

    secret: bytes = field(repr=False)

    @property
    def id(self) -> bytes:
        """16 bytes by which the server knows the invite."""
        return derived(self.secret, b"stodkedjan invite id", ID_BYTES)

    @property
    def signing(self) -> Ed25519PrivateKey:
        """The one-time key that the supervisor's statement authorises to sign one device in."""
        return Ed25519PrivateKey.from_private_bytes(derived(self.secret, b"stodkedjan invite seed"))

    @property
    def signing_public(self) -> bytes:
        return self.signing.public_key().public_bytes_raw()

    @property
    def cipher(self) -> AESGCM:
        return AESGCM(derived(self.secret, b"stodkedjan invite key"))


@dataclass(frozen=True, slots=True, repr=False)
class InviteContents:
    """root: Ed25519 public key, 32 bytes, from which the board's id follows; person: 16 bytes."""

    root: bytes
    person: bytes
    role: Role
    name_of_board: str

    @property
    def board(self) -> bytes:
        return board_id(self.root)


def seal_invite(secret: InviteSecret, contents: InviteContents) -> bytes:
    """Version byte, nonce (12), AES-256-GCM over the JSON, the invite's id as associated data."""
    nonce = os.urandom(NONCE_BYTES)
    return bytes([VERSION]) + nonce + secret.cipher.encrypt(nonce, _to_json(contents), secret.id)


def open_invite(secret: InviteSecret, sealed: bytes) -> InviteContents:
    """Raises InviteDamaged (also for another invite's secret) or MadeByNewerVersion."""
    if sealed and sealed[0] > VERSION:
        raise MadeByNewerVersion("invite")
    if not sealed or sealed[0] != VERSION:
        raise InviteDamaged
    nonce_end = 1 + NONCE_BYTES
    try:
        return _from_json(secret.cipher.decrypt(sealed[1:nonce_end], sealed[nonce_end:], secret.id))
    except (InvalidTag, ValueError, KeyError, TypeError, Malformed) as error:
        raise InviteDamaged from error


def _to_json(contents: InviteContents) -> bytes:
    fields = {
        "board": contents.board.hex(),
        "root": contents.root.hex(),
        "person": contents.person.hex(),
        "role": contents.role,
        "name_of_board": contents.name_of_board,
    }
    return json.dumps(fields, ensure_ascii=False).encode()


def _from_json(plain: bytes) -> InviteContents:
    fields = json.loads(plain)
    root, person = identifier(fields["root"], 32), identifier(fields["person"])
    contents = InviteContents(root, person, Role(fields["role"]), str(fields["name_of_board"]))
    if contents.board.hex() != fields["board"]:
        raise InviteDamaged
    return contents
