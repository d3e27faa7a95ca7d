"""Handing one key to one reader: sealed with HPKE, signed by who gives it."""

from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from fieldapp.crypto.circle_keys import KEY_BYTES, CannotOpen, CircleKey
from fieldapp.crypto.role_keys import RoleKey
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Grant, GrantContext, Recipient
from sync.protocol.signing import Sign

# RFC 9180, base mode: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
INFO = b"stodkedjan grant v1\0"


class Grantable(Protocol):
    """A circle's key or a role's private key."""

    @property
    def circle(self) -> Circle: ...
    @property
    def epoch(self) -> int: ...
    @property
    def key(self) -> bytes: ...
    @property
    def key_id(self) -> bytes: ...


def seal_grant(
    key: Grantable, *, board: bytes, recipient: Recipient, recipient_public: bytes, granter: bytes, sign: Sign
) -> Grant:
    """board and granter: 16-byte ids; recipient_public: X25519, 32 bytes; sign: the granter's signing key.

    HPKE's base mode does not say who sealed, so the signature covers context and ciphertext.
    """
    context = GrantContext(board, key.circle, key.epoch, key.key_id, recipient, granter)
    public = X25519PublicKey.from_public_bytes(recipient_public)
    return Grant.make(context, SUITE.encrypt(key.key, public, info=_info(context)), sign)


def open_grant(
    grant: Grant, receiving: X25519PrivateKey, *, board: bytes, recipient: Recipient, granter_public: bytes
) -> CircleKey | RoleKey:
    """The key, once its signature, board, recipient and key id are right; a RoleKey when its circle is a role.

    granter_public: the Ed25519 key that the log gives for grant.context.granter; whether that device may grant
    is the roster's to say. Raises BadSignature or CannotOpen.
    """
    grant.verify(granter_public)
    if (grant.context.board, grant.context.recipient) != (board, recipient):
        raise CannotOpen
    try:
        secret = SUITE.decrypt(grant.sealed, receiving, info=_info(grant.context))
    except (InvalidTag, ValueError) as error:
        raise CannotOpen from error
    return _checked(secret, grant.context)


def _checked(secret: bytes, context: GrantContext) -> CircleKey | RoleKey:
    if len(secret) != KEY_BYTES:
        raise CannotOpen
    key = _of_role(secret, context) if context.circle.kind is CircleKind.ROLE else None
    found = key or CircleKey(context.circle, context.epoch, secret)
    if (found.circle, found.key_id) != (context.circle, context.key_id):
        raise CannotOpen
    return found


def _of_role(secret: bytes, context: GrantContext) -> RoleKey:
    for role in Role:
        if Circle.of_role(role) == context.circle:
            return RoleKey(role, context.epoch, secret)
    raise CannotOpen


def _info(context: GrantContext) -> bytes:
    return INFO + context.to_bytes()
