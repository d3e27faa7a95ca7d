"""Stands before the storage functions of `os` in a forked child: sees every call, and strikes one of them."""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tests.crash.calls import Call, Event, Kind
from tests.crash.faults import Fault
from tests.crash.python_files import watch_python_files

WRITES = ("write", "pwrite", "writev", "pwritev")
UNSEEN = ("sendfile", "copy_file_range", "splice", "link", "symlink", "truncate")
_CREATES = os.O_CREAT | os.O_TRUNC


class Unwatched(Exception):
    """The store used a storage call that the shim cannot replay; teach it to the shim first."""


@dataclass(slots=True)
class Opened:
    """`file` is 0 for a folder. The path follows renames."""

    path: str
    file: int


class Shim:
    """Watches what lies under `root`. Never taken out again: for a child that ends soon."""

    def __init__(self, root: Path, fault: Fault | None = None) -> None:
        self.events: list[Event] = []
        self._root = os.path.realpath(root)
        self._fault = fault
        self._number = 0
        self._open: dict[int, Opened] = {}
        self._files: dict[str, int] = {}
        self._numbers = 0
        self._real: dict[str, Callable[..., Any]] = {}
        # Numbered as power_loss.Disk numbers what it is given.
        for path in sorted(str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()):
            self._file_at(path)

    def install(self) -> None:
        watched = {"open": self._seen_open, "close": self._seen_close, "ftruncate": self._seen_ftruncate}
        watched |= {name: self._writer(name) for name in WRITES}
        watched |= {name: self._syncer(name) for name in ("fsync", "fdatasync")}
        watched |= {name: self._renamer(name) for name in ("rename", "replace")}
        watched |= {name: self._remover(name) for name in ("unlink", "remove", "rmdir")}
        watched |= {"mkdir": self._seen_mkdir}
        if hasattr(os, "posix_fallocate"):
            watched |= {"posix_fallocate": self._seen_posix_fallocate}
        watched |= {name: self._refuser(name) for name in UNSEEN if hasattr(os, name)}
        self._real = {name: getattr(os, name) for name in watched}
        for name, seen in watched.items():
            setattr(os, name, seen)
        watch_python_files(lambda path: self._ours(path) is not None, self._open.__contains__)

    def _ours(self, path: Any) -> str | None:
        """Relative to the root, or None."""
        # Not realpath: that would look through the very calls that are watched.
        full = os.path.abspath(os.fspath(path))  # noqa: PTH100
        if isinstance(full, bytes):
            full = os.fsdecode(full)
        if full == self._root:
            return ""
        return full[len(self._root) + 1 :] if full.startswith(self._root + os.sep) else None

    def _file_at(self, path: str) -> int:
        if path not in self._files:
            self._numbers += 1
            self._files[path] = self._numbers
        return self._files[path]

    def _struck(self, call: Call, act: Callable[[bytes], Any]) -> Any:
        """Does the call or lets the fault have it, and writes down what came of it."""
        self._number += 1
        struck = self._fault is not None and self._fault.strikes(self._number, call)
        try:
            result = self._fault.strike(call, act) if struck and self._fault else act(call.content)
        except OSError:
            self.events.append(replace(call, failed=True))
            raise
        written = call.content[:result] if call.kind is Kind.WRITE else call.content
        self.events.append(replace(call, content=written))
        return result

    def _seen_open(self, path: Any, flags: int, mode: int = 0o777, **named: Any) -> int:
        ours = self._ours(path) if not isinstance(path, int) and not named else None
        if ours is None:
            return self._real["open"](path, flags, mode, **named)
        descriptor: int
        if flags & _CREATES:
            call = self._call_for_open(ours, flags)
            descriptor = self._struck(call, lambda _: self._real["open"](path, flags, mode))
            self._file_at(ours)
        else:
            descriptor = self._real["open"](path, flags, mode)
        self._open[descriptor] = Opened(ours, self._files.get(ours, 0))
        return descriptor

    def _call_for_open(self, path: str, flags: int) -> Call:
        if path not in self._files:
            return Call(Kind.CREATE, "open", path, self._numbers + 1)
        kind = Kind.TRUNCATE if flags & os.O_TRUNC else Kind.OPEN
        return Call(kind, "open", path, self._files[path], at=0)

    def _seen_close(self, descriptor: int) -> None:
        self._open.pop(descriptor, None)
        self._real["close"](descriptor)

    def _seen_ftruncate(self, descriptor: int, length: int) -> None:
        real = self._real["ftruncate"]
        if (opened := self._open.get(descriptor)) is None:
            return real(descriptor, length)
        call = Call(Kind.TRUNCATE, "ftruncate", opened.path, opened.file, at=length)
        return self._struck(call, lambda _: real(descriptor, length))

    def _seen_posix_fallocate(self, descriptor: int, offset: int, length: int) -> None:
        real = self._real["posix_fallocate"]
        if (opened := self._open.get(descriptor)) is None:
            return real(descriptor, offset, length)
        end = max(os.fstat(descriptor).st_size, offset + length)
        call = Call(Kind.TRUNCATE, "posix_fallocate", opened.path, opened.file, at=end)
        return self._struck(call, lambda _: real(descriptor, offset, length))

    def _writer(self, name: str) -> Callable[..., int]:
        def seen(descriptor: int, content: Any, *rest: int) -> int:
            real = self._real[name]
            if (opened := self._open.get(descriptor)) is None:
                return real(descriptor, content, *rest)
            vector = name.endswith("v")
            whole = b"".join(map(bytes, content)) if vector else bytes(content)
            at = rest[0] if rest else _place_of(descriptor)
            call = Call(Kind.WRITE, name, opened.path, opened.file, at=at, content=whole)
            return self._struck(call, lambda part: real(descriptor, [part] if vector else part, *rest))

        return seen

    def _syncer(self, name: str) -> Callable[[int], None]:
        def seen(descriptor: Any) -> None:
            real = self._real[name]
            number = descriptor if isinstance(descriptor, int) else descriptor.fileno()
            if (opened := self._open.get(number)) is None:
                return real(descriptor)
            kind = Kind.SYNC if opened.file else Kind.SYNC_FOLDER
            call = Call(kind, name, opened.path, opened.file)
            return self._struck(call, lambda _: real(number))

        return seen

    def _renamer(self, name: str) -> Callable[..., None]:
        def seen(source: Any, target: Any, **named: Any) -> None:
            real = self._real[name]
            old, new = self._ours(source), self._ours(target)
            if old is None or new is None:
                return real(source, target, **named)
            call = Call(Kind.RENAME, name, old, self._file_at(old), target=new)
            self._struck(call, lambda _: real(source, target))
            self._files[new] = self._files.pop(old)
            for opened in self._open.values():
                if opened.file == self._files[new]:
                    opened.path = new
            return None

        return seen

    def _remover(self, name: str) -> Callable[..., None]:
        def seen(path: Any, **named: Any) -> None:
            real = self._real[name]
            if (ours := self._ours(path)) is None:
                return real(path, **named)
            call = Call(Kind.UNLINK, name, ours, self._files.get(ours, 0))
            self._struck(call, lambda _: real(path))
            self._files.pop(ours, None)
            return None

        return seen

    def _seen_mkdir(self, path: Any, mode: int = 0o777, **named: Any) -> None:
        real = self._real["mkdir"]
        if (ours := self._ours(path)) is None:
            return real(path, mode, **named)
        return self._struck(Call(Kind.MKDIR, "mkdir", ours), lambda _: real(path, mode))

    def _refuser(self, name: str) -> Callable[..., Any]:
        def seen(*arguments: Any, **named: Any) -> Any:
            if any(self._knows(argument) for argument in arguments):
                raise Unwatched(name)
            return self._real[name](*arguments, **named)

        return seen

    def _knows(self, argument: Any) -> bool:
        if isinstance(argument, int):
            return argument in self._open
        return isinstance(argument, str | bytes | os.PathLike) and self._ours(argument) is not None


def _place_of(descriptor: int) -> int:
    import fcntl

    if fcntl.fcntl(descriptor, fcntl.F_GETFL) & os.O_APPEND:
        return os.fstat(descriptor).st_size
    return os.lseek(descriptor, 0, os.SEEK_CUR)
