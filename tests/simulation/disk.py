"""Phones that die in the middle of a storage call, on a real disk."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulation.swaps import Swap

_WRITES = os.O_WRONLY | os.O_RDWR
_CALLS = ("open", "write", "pwrite", "fsync", "fdatasync", "ftruncate", "replace", "rename", "unlink", "remove")


class PhoneDied(BaseException):
    """The process of the phone in this folder is no more."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder.name)
        self.folder = folder


@dataclass(frozen=True, slots=True)
class _Unflushed:
    """A write that a loss of power may take back, in part or whole."""

    offset: int
    before: bytes
    size_before: int
    content: bytes


class Disk:
    """Every storage call of every phone passes here; a doomed phone dies at the one that is counted out to it.

    It dies before the call takes effect or after, and every other time the power goes with it: of what was written and
    not flushed any part may then be gone. A dead phone can call nothing until it is buried.
    """

    def __init__(self, phones: Path) -> None:
        self._phones = str(phones) + os.sep
        self._calls_left: dict[str, int] = {}
        self._dead: set[str] = set()
        self._unflushed: dict[str, list[_Unflushed]] = {}
        self._left_open: list[int] = []
        self._draw: Callable[[], float] = lambda: 0.0
        self._real = {name: getattr(os, name) for name in _CALLS}

    def doom(self, folder: Path, calls: int, draw: Callable[[], float]) -> None:
        """`draw` gives numbers from 0 to 1 that decide how it dies."""
        self._calls_left[folder.name], self._draw = calls, draw

    def spare(self, folder: Path) -> bool:
        """Whether it had been doomed and lived on."""
        return self._calls_left.pop(folder.name, None) is not None

    def bury(self, folder: Path) -> None:
        """Lets go of whatever the dead process had open, as the system does; its memory is the caller's to drop."""
        self._dead.add(folder.name)
        for descriptor in self._open_in(folder):
            nothing = self._real["open"](os.devnull, os.O_RDWR)
            os.dup2(nothing, descriptor)
            os.close(nothing)
            self._left_open.append(descriptor)

    def sweep(self) -> None:
        """What dead processes had open is closed for good, once nobody can touch it any more."""
        for descriptor in self._left_open:
            if _path_of(descriptor) == os.devnull:
                os.close(descriptor)

    def raise_from_the_dead(self, folder: Path) -> None:
        self._dead.discard(folder.name)
        self._calls_left.pop(folder.name, None)

    def is_replaced(self, folder: Path) -> None:
        """Other files are in the folder now, all of them on the disk."""
        for path in self._unflushed_in(folder.name):
            del self._unflushed[path]

    def _open_in(self, folder: Path) -> list[int]:
        inside = str(folder) + os.sep
        found = [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208  pathlib would open one more
        return [descriptor for descriptor in found if _path_of(descriptor).startswith(inside)]

    def swaps(self) -> list[Swap]:
        return [Swap(os, name, self._watched(name)) for name in _CALLS]

    def _watched(self, name: str) -> Callable[..., Any]:
        real = self._real[name]

        def call(*arguments: Any, **named: Any) -> Any:
            if name == "open" and not (len(arguments) > 1 and arguments[1] & _WRITES):
                return real(*arguments, **named)
            path = _path_of(arguments[0])
            if not path.startswith(self._phones):
                return real(*arguments, **named)
            return self._of_a_phone(name, path, arguments, lambda: real(*arguments, **named))

        return call

    def _of_a_phone(self, name: str, path: str, arguments: tuple[Any, ...], real: Callable[[], Any]) -> Any:
        phone = path[len(self._phones) :].partition(os.sep)[0]
        if phone in self._dead:
            raise PhoneDied(Path(self._phones, phone))
        left = self._calls_left.get(phone)
        if left == 0:
            self._die(name, path, arguments, real, phone)
        elif left is not None:
            self._calls_left[phone] = left - 1
        return self._done(name, path, arguments, real)

    def _done(self, name: str, path: str, arguments: tuple[Any, ...], real: Callable[[], Any]) -> Any:
        if name == "pwrite":
            self._unflushed.setdefault(path, []).append(self._about_to_write(path, *arguments[1:]))
        elif name in ("fsync", "fdatasync", "unlink", "remove"):
            self._unflushed.pop(path, None)
        done = real()
        if name in ("replace", "rename"):
            self._unflushed[os.fspath(arguments[1])] = self._unflushed.pop(path, [])
        return done

    def _about_to_write(self, path: str, content: bytes, offset: int) -> _Unflushed:
        descriptor = self._real["open"](path, os.O_RDONLY)
        try:
            before, size = os.pread(descriptor, len(content), offset), os.fstat(descriptor).st_size
        finally:
            os.close(descriptor)
        return _Unflushed(offset, before, size, bytes(content))

    def _die(self, name: str, path: str, arguments: tuple[Any, ...], real: Callable[[], Any], phone: str) -> None:
        del self._calls_left[phone]
        self._dead.add(phone)
        if self._draw() < 0.5:
            self._done(name, path, arguments, real)
        if self._draw() < 0.5:
            self._lose_power(phone)
        raise PhoneDied(Path(self._phones, phone))

    def _lose_power(self, phone: str) -> None:
        for path in self._unflushed_in(phone):
            writes = self._unflushed.pop(path)
            if writes and Path(path).exists():
                self._take_back(path, writes)

    def _unflushed_in(self, phone: str) -> list[str]:
        inside = self._phones + phone + os.sep
        return sorted(path for path in self._unflushed if path.startswith(inside))

    def _take_back(self, path: str, writes: list[_Unflushed]) -> None:
        """Each was kept, torn or lost, whatever became of the others."""
        descriptor = self._real["open"](path, os.O_RDWR)
        try:
            for write in reversed(writes):
                self._real["pwrite"](descriptor, write.before, write.offset)
                self._real["ftruncate"](descriptor, write.size_before)
            for write in writes:
                kept = int(min(1.0, max(0.0, 2 * self._draw() - 0.5)) * len(write.content))
                self._real["pwrite"](descriptor, write.content[:kept], write.offset)
        finally:
            os.close(descriptor)


def _path_of(target: Any) -> str:
    if isinstance(target, int):
        try:
            return os.readlink(f"/proc/self/fd/{target}")  # noqa: PTH115  called for every flush
        except OSError:
            return ""
    return os.fspath(target) if isinstance(target, str | os.PathLike) else ""
