"""What the app wrote before there was a journal: one sealed file of everything, `store.sealed`."""

import json
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from fieldapp.store.changes import Change, Deed
from fieldapp.store.damage import StoreDamaged, StoreFromNewerApp
from fieldapp.store.tables import json_bytes

FILE_NAME = "store.sealed"
VERSION = 1
HEADER = bytes([VERSION]) + b"SKST"
NONCE_BYTES = 12
SEAL_INFO = b"stodkedjan store v1"


def changes(path: Path, key: bytes) -> Iterator[Change]:
    """Version byte, "SKST", nonce (12), AES-256-GCM over the JSON of all tables; the first five bytes are bound in.

    Raises StoreDamaged (also for another key) or StoreFromNewerApp.
    """
    for name, rows in _tables(path, key).items():
        yield Change(Deed.EMPTY, name)
        for number, document in rows.items():
            yield Change(Deed.PUT, name, number, json_bytes(document))


def opens(path: Path, key: bytes) -> bool:
    """Raises StoreFromNewerApp."""
    try:
        _tables(path, key)
    except StoreDamaged:
        return False
    return True


def _tables(path: Path, key: bytes) -> dict[str, dict[str, dict[str, object]]]:
    try:
        content = path.read_bytes()
        if content and content[0] > VERSION:
            raise StoreFromNewerApp
        if not content.startswith(HEADER):
            raise StoreDamaged
        nonce_end = len(HEADER) + NONCE_BYTES
        nonce, sealed = content[len(HEADER) : nonce_end], content[nonce_end:]
        tables: dict[str, dict[str, dict[str, object]]] = json.loads(
            AESGCM(derived(key, SEAL_INFO)).decrypt(nonce, sealed, HEADER)
        )
    except (OSError, InvalidTag, ValueError) as error:
        raise StoreDamaged from error
    return tables
