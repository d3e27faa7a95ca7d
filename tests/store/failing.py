"""Disks that fail, made by the system itself."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def journal_of(folder: Path) -> Path:
    """The newest one."""
    return max(folder.glob("store-*.journal"))


def written_in(folder: Path) -> bytes:
    """The newest journal without the room ahead; should its last tag end in zeros, without these too."""
    return journal_of(folder).read_bytes().rstrip(b"\0")


@contextmanager
def no_room_behind(size: int) -> Iterator[None]:
    """No file of this process grows beyond so many bytes."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


@contextmanager
def no_room(folder: Path) -> Iterator[None]:
    """The journal cannot take one byte more, though it has room."""
    with no_room_behind(len(written_in(folder))):
        yield


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """The open journal refuses to be written."""
    with _in_the_place_of(journal_of(folder), os.O_RDONLY, journal_of(folder)):
        yield


@contextmanager
def unflushable(folder: Path) -> Iterator[None]:
    """The open journal takes what is written and cannot say that it is on the disk: /dev/null cannot be flushed."""
    with _in_the_place_of(journal_of(folder), os.O_RDWR, Path(os.devnull)):
        yield


@contextmanager
def _in_the_place_of(path: Path, flags: int, other: Path) -> Iterator[None]:
    descriptor = _descriptor_of(path)
    kept, put = os.dup(descriptor), os.open(other, flags)
    os.dup2(put, descriptor)
    os.close(put)
    try:
        yield
    finally:
        os.dup2(kept, descriptor)
        os.close(kept)


def _descriptor_of(path: Path) -> int:
    (found,) = (int(link.name) for link in Path("/proc/self/fd").iterdir() if _target(link) == str(path))
    return found


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:
        return ""
