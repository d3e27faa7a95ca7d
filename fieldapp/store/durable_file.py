"""Bytes that are on the disk when a function returns: files replaced whole, deleted, flushed."""

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from sync.errors import AskForHelp, FixAndRetry

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
UNFINISHED = ".new"
# A large file is flushed as it grows, so that a save beside it never waits for all of it at once.
_FLUSHED_TOGETHER = 1 << 20


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
    replace_in_pieces(path, [content])


def replace_in_pieces(path: Path, pieces: Iterable[bytes]) -> int:
    """As replace_file, and what the pieces raise, with the old file in place; gives how many bytes there are now."""
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        size = _write_flushed(unfinished, pieces)
        unfinished.replace(path)
    except OSError as error:
        _remove_quietly(unfinished)
        raise as_told_to_the_user(error) from error
    except BaseException:
        _remove_quietly(unfinished)
        raise
    flush_folder(path.parent)
    return size


def move_file(source: Path, target: Path) -> None:
    """Over what is there. Raises NotSaved with nothing moved, or SaveUnconfirmed."""
    try:
        source.replace(target)
    except OSError as error:
        raise as_told_to_the_user(error) from error
    flush_folder(target.parent)


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


def flush_file(descriptor: int) -> None:
    """The content, and of what is known about it what is needed to read it again. Raises OSError."""
    if sys.platform == "darwin":
        import fcntl

        # Apple's fsync leaves the bytes in the drive's own cache.
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    elif hasattr(os, "fdatasync"):
        os.fdatasync(descriptor)
    else:
        os.fsync(descriptor)


def write_at(descriptor: int, content: bytes, offset: int) -> None:
    """All of it, also when the system takes it in parts. Raises OSError."""
    written = os.pwrite(descriptor, content, offset)
    while written < len(content):
        written += os.pwrite(descriptor, content[written:], offset + written)


def as_told_to_the_user(error: OSError) -> DiskFull | NotSaved:
    return DiskFull() if error.errno in NO_ROOM else NotSaved()


def _write_flushed(path: Path, pieces: Iterable[bytes]) -> int:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        end = flushed = 0
        for piece in pieces:
            write_at(descriptor, piece, end)
            end += len(piece)
            if end - flushed > _FLUSHED_TOGETHER:
                flush_file(descriptor)
                flushed = end
        flush_file(descriptor)
        return end
    finally:
        os.close(descriptor)


def _remove_quietly(path: Path) -> None:
    # The first failure is the one to tell; an unfinished file is overwritten by the next save.
    with suppress(OSError):
        path.unlink(missing_ok=True)
