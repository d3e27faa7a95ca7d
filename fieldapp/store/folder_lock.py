"""One writer for a folder: two open apps would overwrite each other's saves."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from fieldapp.store.durable_file import flush_folder
from sync.errors import FixAndRetry

LOCK_NAME = "store.lock"
BEGUN = b"begun"


class StoreInUse(FixAndRetry):
    """The app is already open on this phone. Close the other window, then open it again."""


class FolderLock:
    """Held by an open file, so that the system lets go of it when the process dies.

    The file also remembers that a store was once written, so that a lost store is not taken for a new phone.
    """

    def __init__(self, folder: Path) -> None:
        """Raises StoreInUse, or SaveUnconfirmed when a new folder's name cannot be flushed."""
        made = [each for each in (folder, *folder.parents) if not each.exists()]
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._descriptor)
        except OSError as error:
            os.close(self._descriptor)
            raise StoreInUse from error
        self._flush_names(folder, made)

    def _flush_names(self, folder: Path, made: list[Path]) -> None:
        """Until a store was begun also what an earlier start may have made and not flushed."""
        try:
            for each in made if self.store_has_begun() else {folder, *made}:
                flush_folder(each.parent)
        except BaseException:
            self.release()
            raise

    def store_has_begun(self) -> bool:
        return os.pread(self._descriptor, len(BEGUN), 0) == BEGUN

    def note_that_store_has_begun(self) -> None:
        # The save itself has succeeded; a note that did not is written at the next one.
        with suppress(OSError):
            os.pwrite(self._descriptor, BEGUN, 0)
            os.fsync(self._descriptor)

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1


def _take(descriptor: int) -> None:
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
