"""The key that delivers what waits while the vault is shut: sealed under the keystore's secret alone."""

import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from fieldapp.crypto.vault import MadeByNewerApp
from fieldapp.store.durable_file import replace_file
from sync.errors import AskForHelp

VERSION = 1
NONCE_BYTES = 12
INFO = b"stodkedjan delivery v1"


class DeliveryKeyUnusable(AskForHelp):
    """What waits cannot be sent while the app is locked. Nothing is deleted. Unlock the app and it is sent."""


def save(path: Path, key: Ed25519PrivateKey, keystore_secret: bytes) -> None:
    """Version byte, nonce (12), AES-256-GCM over the private half (32). Raises DiskFull, NotSaved, SaveUnconfirmed."""
    nonce = os.urandom(NONCE_BYTES)
    sealed = _cipher(keystore_secret).encrypt(nonce, key.private_bytes_raw(), bytes([VERSION]))
    replace_file(path, bytes([VERSION]) + nonce + sealed)


def load(path: Path, keystore_secret: bytes) -> Ed25519PrivateKey:
    """Raises DeliveryKeyUnusable or MadeByNewerApp."""
    try:
        version, content = _split(path.read_bytes())
        opened = _cipher(keystore_secret).decrypt(content[:NONCE_BYTES], content[NONCE_BYTES:], version)
        return Ed25519PrivateKey.from_private_bytes(opened)
    except (OSError, InvalidTag, ValueError) as error:
        raise DeliveryKeyUnusable from error


def _split(file_bytes: bytes) -> tuple[bytes, bytes]:
    if file_bytes[:1] > bytes([VERSION]):
        raise MadeByNewerApp
    if file_bytes[:1] != bytes([VERSION]):
        raise DeliveryKeyUnusable
    return file_bytes[:1], file_bytes[1:]


def _cipher(keystore_secret: bytes) -> AESGCM:
    return AESGCM(derived(keystore_secret, INFO))
