"""Replacing a file so that after any crash either the old or the new one is there, whole."""

import errno
import os
import sys
from contextlib import suppress
from pathlib import Path

from sync.errors import AskForHelp, FixAndRetry

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
UNFINISHED = ".new"


class DiskFull(FixAndRetry):
    """There is no room left on this phone. Delete pictures or apps you do not need, then save again."""


class NotSaved(AskForHelp):
    """This phone could not save. What was saved before is still there. Restart the phone and save again."""


class SaveUnconfirmed(AskForHelp):
    """The phone did not confirm that it saved. Close the app, open it again and check what you wrote last."""


def replace_file(path: Path, content: bytes) -> None:
    """Content beside, flushed to the disk, renamed over; readable by this user only (0600).

    Raises DiskFull or NotSaved with the old file in place, SaveUnconfirmed when only the folder's flush failed.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        _write_flushed(unfinished, content)
        unfinished.replace(path)
    except OSError as error:
        _remove_quietly(unfinished)
        raise _as_told_to_the_user(error) from error
    flush_folder(path.parent)


def delete_file(path: Path) -> None:
    """Gone, also after a crash; no error when it is not there. Raises NotSaved or SaveUnconfirmed."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise NotSaved from error
    flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise SaveUnconfirmed from error


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        _flush_to_disk(file.fileno())


def _flush_to_disk(descriptor: int) -> None:
    if sys.platform == "darwin":
        import fcntl

        # Apple's fsync leaves the bytes in the drive's own cache.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def _as_told_to_the_user(error: OSError) -> DiskFull | NotSaved:
    return DiskFull() if error.errno in NO_ROOM else NotSaved()


def _remove_quietly(path: Path) -> None:
    # The first failure is the one to tell; an unfinished file is overwritten by the next save.
    with suppress(OSError):
        path.unlink(missing_ok=True)
