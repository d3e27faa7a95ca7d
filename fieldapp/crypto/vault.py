"""The file that turns a passphrase and the keystore's secret into the vault key."""

import hashlib
import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from fieldapp.crypto.passphrase import FLOOR, KEY_BYTES, SALT_BYTES, KdfCost, KdfWeakened, check_strength, stretch
from sync.errors import AskForHelp, FixAndRetry

VERSION = 1
UNLOCK_INFO = b"stodkedjan unlock v1"
KEYSTORE_SECRET_BYTES = 32
NONCE_BYTES = 12
CHECKSUM_BYTES = 16
# Version, memory in KiB, iterations, lanes, salt; big-endian.
HEADER = struct.Struct(f">BIIB{SALT_BYTES}s")
WRAPPED_BYTES = NONCE_BYTES + KEY_BYTES + 16


class WrongPassphrase(FixAndRetry):
    """Wrong passphrase. Try again."""


class VaultDamaged(AskForHelp):
    """The lock on this phone is damaged. Nothing is deleted.

    Your visits are fetched again from the district. Call your supervisor.
    """


class MadeByNewerApp(FixAndRetry):
    """This was made by a newer version of the app. Update the app and open it again. Nothing is deleted."""


@dataclass(frozen=True, slots=True)
class VaultFile:
    """What lies on disk: header (26 bytes), nonce (12), sealed vault key (48), checksum (16).

    The header is the associated data of AES-256-GCM, so that nobody can lower the cost of an existing file.
    The checksum keeps no secret: it tells a damaged file from a wrong passphrase.
    """

    cost: KdfCost
    salt: bytes
    wrapped: bytes

    def header(self) -> bytes:
        return HEADER.pack(VERSION, self.cost.memory_kib, self.cost.iterations, self.cost.lanes, self.salt)

    def to_bytes(self) -> bytes:
        content = self.header() + self.wrapped
        return content + _checksum(content)

    @classmethod
    def from_bytes(cls, file_bytes: bytes) -> "VaultFile":
        """Raises MadeByNewerApp, VaultDamaged or KdfWeakened."""
        content = _intact(file_bytes)
        _, memory_kib, iterations, lanes, salt = HEADER.unpack_from(content)
        cost = KdfCost(memory_kib, iterations, lanes)
        if cost.is_beyond_reason():
            raise VaultDamaged
        if cost.is_below(FLOOR):
            raise KdfWeakened
        return cls(cost, salt, content[HEADER.size :])


def create(passphrase: str, keystore_secret: bytes, cost: KdfCost) -> tuple[bytes, bytes]:
    """A new random vault key (32 bytes) and the file's bytes. keystore_secret: 32 bytes.

    Raises PassphraseTooShort, PassphraseTooSimple or KdfWeakened.
    """
    vault_key = os.urandom(KEY_BYTES)
    return vault_key, wrap(vault_key, passphrase, keystore_secret, cost)


def wrap(vault_key: bytes, passphrase: str, keystore_secret: bytes, cost: KdfCost) -> bytes:
    """The file's bytes for a vault key that exists already. Raises as create does."""
    check_strength(passphrase)
    empty = VaultFile(cost, os.urandom(SALT_BYTES), b"")
    unlock_key = _unlock_key(passphrase, keystore_secret, empty)
    nonce = os.urandom(NONCE_BYTES)
    sealed = AESGCM(unlock_key).encrypt(nonce, vault_key, empty.header())
    return VaultFile(cost, empty.salt, nonce + sealed).to_bytes()


def open_vault(file_bytes: bytes, passphrase: str, keystore_secret: bytes) -> bytes:
    """The vault key, 32 bytes.

    Raises WrongPassphrase (also for a wrong keystore secret: the two cannot be told apart),
    VaultDamaged, MadeByNewerApp, KdfWeakened.
    """
    vault = VaultFile.from_bytes(file_bytes)
    unlock_key = _unlock_key(passphrase, keystore_secret, vault)
    nonce, sealed = vault.wrapped[:NONCE_BYTES], vault.wrapped[NONCE_BYTES:]
    try:
        return AESGCM(unlock_key).decrypt(nonce, sealed, vault.header())
    except InvalidTag as error:
        raise WrongPassphrase from error


def rewrap(file_bytes: bytes, old: str, new: str, keystore_secret: bytes, *, cost: KdfCost | None = None) -> bytes:
    """The same vault key under a new passphrase, at the file's own cost or the one given. Raises as open and create."""
    vault_key = open_vault(file_bytes, old, keystore_secret)
    return wrap(vault_key, new, keystore_secret, cost or VaultFile.from_bytes(file_bytes).cost)


def _unlock_key(passphrase: str, keystore_secret: bytes, vault: VaultFile) -> bytes:
    if len(keystore_secret) != KEYSTORE_SECRET_BYTES:
        raise VaultDamaged
    material = stretch(passphrase, vault.salt, vault.cost) + keystore_secret
    return derived(material, UNLOCK_INFO)


def _intact(file_bytes: bytes) -> bytes:
    if file_bytes and file_bytes[0] > VERSION:
        raise MadeByNewerApp
    content, checksum = file_bytes[:-CHECKSUM_BYTES], file_bytes[-CHECKSUM_BYTES:]
    if len(content) != HEADER.size + WRAPPED_BYTES or content[0] != VERSION or checksum != _checksum(content):
        raise VaultDamaged
    return content


def _checksum(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()[:CHECKSUM_BYTES]
