"""Python's own files, made of the calls of `os`, so that the shim sees what `open` and `os.fdopen` write."""

import builtins
import io
import os
from collections.abc import Callable
from typing import Any

_FLAGS = {"r": 0, "w": os.O_CREAT | os.O_TRUNC, "a": os.O_CREAT | os.O_APPEND, "x": os.O_CREAT | os.O_EXCL}


class SeenFile(io.RawIOBase):
    """As io.FileIO, through `os` by attribute."""

    def __init__(self, descriptor: int, mode: str) -> None:
        self._descriptor = descriptor
        self._reads = "r" in mode or "+" in mode
        self._writes = mode.strip("bt") != "r"

    def fileno(self) -> int:
        return self._descriptor

    def readable(self) -> bool:
        return self._reads

    def writable(self) -> bool:
        return self._writes

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        chunk = os.read(self._descriptor, len(buffer))
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def write(self, content: Any) -> int:
        return os.write(self._descriptor, bytes(content))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def truncate(self, size: int | None = None) -> int:
        length = self.tell() if size is None else size
        os.ftruncate(self._descriptor, length)
        return length

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._descriptor)


def watch_python_files(owns_path: Callable[[Any], bool], owns_descriptor: Callable[[int], bool]) -> None:
    """From now on files that are owned go through `os`. Never undone: for a child that ends soon."""
    real_open, real_fdopen = builtins.open, os.fdopen

    def seen_open(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, *rest: Any, **named: Any
    ) -> Any:
        if isinstance(file, int) or not owns_path(file):
            return real_open(file, mode, buffering, encoding, *rest, **named)
        return _layered(os.open(file, _flags(mode), 0o666), mode, buffering, encoding)

    def seen_fdopen(descriptor: int, mode: str = "r", buffering: int = -1, *rest: Any, **named: Any) -> Any:
        if not owns_descriptor(descriptor):
            return real_fdopen(descriptor, mode, buffering, *rest, **named)
        return _layered(descriptor, mode, buffering, *rest)

    builtins.open = io.open = seen_open  # type: ignore[assignment]
    os.fdopen = seen_fdopen  # type: ignore[assignment]


def _flags(mode: str) -> int:
    letter = mode.strip("bt+")[0]
    access = os.O_RDWR if "+" in mode else os.O_RDONLY if letter == "r" else os.O_WRONLY
    return access | _FLAGS[letter]


def _layered(descriptor: int, mode: str, buffering: int = -1, encoding: Any = None) -> Any:
    raw = SeenFile(descriptor, mode)
    if buffering == 0:
        return raw
    layer = io.BufferedRandom if "+" in mode else io.BufferedReader if "r" in mode else io.BufferedWriter
    buffered = layer(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, encoding=encoding)
