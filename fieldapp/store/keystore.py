"""Where the secret lies that a stolen copy of the folder does not have."""

from pathlib import Path
from typing import Protocol

from fieldapp.store.durable_file import delete_file, replace_file
from sync.errors import AskForHelp

CURRENT = "keystore"
NEXT = "keystore-next"


class KeystoreEmpty(AskForHelp):
    """This phone has lost its own key. Nothing is deleted. Ask your supervisor for a new invite."""


class Keystore(Protocol):
    """Secrets of 32 bytes by name, on the disk when `set` and `delete` return."""

    def get(self, name: str = CURRENT) -> bytes | None: ...
    def set(self, secret: bytes, name: str = CURRENT) -> None: ...
    def delete(self, name: str) -> None: ...


class FileKeystore:
    """For desktop and web view: a file that only this user may read. A phone has a better place.

    Deleting a file does not scrub the disk beneath it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, name: str = CURRENT) -> bytes | None:
        try:
            return self._path(name).read_bytes()
        except FileNotFoundError:
            return None

    def set(self, secret: bytes, name: str = CURRENT) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        replace_file(self._path(name), secret)

    def delete(self, name: str) -> None:
        delete_file(self._path(name))

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.key"


def secret_of(keystore: Keystore, name: str = CURRENT) -> bytes:
    """Raises KeystoreEmpty."""
    if (secret := keystore.get(name)) is None:
        raise KeystoreEmpty
    return secret
