"""One safeguard of the store taken out, to see that the table notices."""

import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.store import durable_file

TAG_BYTES = 16
# GCM encrypts its first block with counter 2 after a nonce of 12 bytes (NIST SP 800-38D, 7.1).
FIRST_COUNTER = (2).to_bytes(4, "big")


class UncheckedAESGCM:
    """Opens without looking at the tag."""

    def __init__(self, key: bytes) -> None:
        self._key, self._real = key, AESGCM(key)

    def encrypt(self, nonce: bytes, plain: bytes, bound: bytes | None) -> bytes:
        return self._real.encrypt(nonce, plain, bound)

    def decrypt(self, nonce: bytes, sealed: bytes, bound: bytes | None) -> bytes:
        stream = Cipher(algorithms.AES(self._key), modes.CTR(nonce + FIRST_COUNTER)).decryptor()
        return stream.update(sealed[:-TAG_BYTES]) + stream.finalize()


def put_in(name: str | None) -> None:
    """Never taken out again: for a child that ends soon."""
    if name is not None:
        SABOTAGES[name]()


def _without_file_flush() -> None:
    _replace_everywhere("flush_file", durable_file.flush_file, _does_nothing)


def _without_folder_flush() -> None:
    _replace_everywhere("flush_folder", durable_file.flush_folder, _does_nothing)


def _without_tag_check() -> None:
    _replace_everywhere("AESGCM", AESGCM, UncheckedAESGCM)


def _does_nothing(_: Any) -> None:
    return None


def _replace_everywhere(name: str, real: Any, other: Any) -> None:
    for module in _store_modules():
        if getattr(module, name, None) is real:
            setattr(module, name, other)


def _store_modules() -> Iterator[ModuleType]:
    yield from [module for name, module in sys.modules.items() if name.startswith("fieldapp.store")]


SABOTAGES: dict[str, Callable[[], None]] = {
    "fdatasync": _without_file_flush,
    "folder-fsync": _without_folder_flush,
    "tag-check": _without_tag_check,
}
NOTICED_BY = {
    "fdatasync": "power loss, part",
    "folder-fsync": "power loss, part",
    "tag-check": "bit flips",
}
"""The kind of fault, or how its name begins."""
