"""The limit: sealed frames appended to a file and flushed, and nothing else."""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.benchmarks.store.documents import Document, as_bytes

KEY = bytes(32)
NONCE_BYTES, LENGTH_BYTES = 12, 4
FLUSH = getattr(os, "fdatasync", os.fsync)


class RawFrames:
    """What is saved comes as bytes already: encoding is not the disk's."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "frames"
        self._sealing = AESGCM(KEY)
        self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def fill(self, documents: Iterable[Document]) -> None:
        self._append(b"".join(self._frame(as_bytes(document)) for document in documents))

    def insert(self, document: bytes) -> int:
        self._append(self._frame(document))
        return 0

    def update(self, numbers: Collection[int], note: str) -> None:
        self._append(self._frame(note.encode()))

    def remove(self, numbers: Sequence[int]) -> None:
        """Its frames stay: an append costs the same behind many as behind few."""

    def save_visit(self, visit: bytes) -> None:
        self._append(self._frame(visit))

    def all(self) -> list[Document]:
        return list(self._opened(self._path.read_bytes()))

    def get(self, number: int) -> Document | None:
        raise NotImplementedError("frames are not looked up")

    def named(self, prefix: str) -> list[Document]:
        raise NotImplementedError("frames are not looked up")

    def close(self) -> None:
        os.close(self._descriptor)

    def _append(self, content: bytes) -> None:
        os.write(self._descriptor, content)
        FLUSH(self._descriptor)

    def _frame(self, plain: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self._sealing.encrypt(nonce, plain, None)
        return len(sealed).to_bytes(LENGTH_BYTES, "big") + sealed

    def _opened(self, content: bytes) -> Iterator[Document]:
        at = 0
        while at < len(content):
            start = at + LENGTH_BYTES
            nonce_end, at = start + NONCE_BYTES, start + int.from_bytes(content[at:start], "big")
            yield json.loads(self._sealing.decrypt(content[start:nonce_end], content[nonce_end:at], None))
