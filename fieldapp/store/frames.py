"""Sealed frames: how they lie in a file and how they prove themselves. Nothing here touches a file."""

import os
import struct
from collections.abc import Iterator
from typing import NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.crypto.derivation import derived
from fieldapp.store.damage import StoreDamaged, StoreFromNewerApp

VERSION = 2
JOURNAL, SNAPSHOT = b"SKJN", b"SKSN"
MAGIC = b"\xf5SKF"
NONCE_BYTES, TAG_BYTES = 12, 16
SEAL_INFO = b"stodkedjan store v2"
# Version, what kind of file, generation.
FILE_HEADER = struct.Struct(">B4sQ")
# Magic, length of what is sealed with its tag, number, nonce, tag of the frame before.
FRAME_HEADER = struct.Struct(f">4sIQ{NONCE_BYTES}s{TAG_BYTES}s")


def cipher_of(key: bytes) -> AESGCM:
    """From the 32-byte vault key."""
    return AESGCM(derived(key, SEAL_INFO))


class Place(NamedTuple):
    """How far a chain of frames has come: the number and the tag of its last one."""

    seq: int = 0
    tag: bytes = bytes(TAG_BYTES)


class Frame(NamedTuple):
    """`before`: the tag of the frame it was written after; `end`: where the next one begins in the file."""

    place: Place
    before: bytes
    payload: bytes
    end: int

    def follows(self, place: Place) -> bool:
        return self.place.seq == place.seq + 1 and self.before == place.tag


class Sealing:
    """AES-256-GCM for the frames of one file, whose header is bound into every one of them."""

    def __init__(self, cipher: AESGCM, kind: bytes, generation: int) -> None:
        self.file_header = FILE_HEADER.pack(VERSION, kind, generation)
        self._cipher = cipher

    def frame(self, payload: bytes, after: Place) -> bytes:
        """The next frame: header (44 bytes), then ciphertext and tag (16). A nonce is random and never used twice."""
        nonce = os.urandom(NONCE_BYTES)
        header = FRAME_HEADER.pack(MAGIC, len(payload) + TAG_BYTES, after.seq + 1, nonce, after.tag)
        return header + self._cipher.encrypt(nonce, payload, self.file_header + header)

    def opened(self, content: bytes, start: int) -> Frame | None:
        """The frame that begins at `start`; None when there is none or it is not authentic."""
        begin = start + FRAME_HEADER.size
        header = content[start:begin]
        if len(header) < FRAME_HEADER.size:
            return None
        magic, length, seq, nonce, before = FRAME_HEADER.unpack(header)
        end = begin + length
        if magic != MAGIC or length < TAG_BYTES or end > len(content):
            return None
        try:
            payload = self._cipher.decrypt(nonce, content[begin:end], self.file_header + header)
        except InvalidTag:
            return None
        return Frame(Place(seq, content[end - TAG_BYTES : end]), before, payload, end)

    def frames(self, content: bytes) -> Iterator[Frame]:
        """Those of a whole file that are authentic one behind the other; whether they belong there is not looked at."""
        at = len(self.file_header)
        while frame := self.opened(content, at):
            yield frame
            at = frame.end

    def chain(self, content: bytes, place: Place) -> Iterator[Frame]:
        """The frames of a whole file in order, each after the one before it, the first after `place`.

        Ends before what is not authentic. Raises StoreDamaged when an authentic frame stands where it does not
        belong: after another than it was written after, or behind what is not authentic.
        """
        at = len(self.file_header)
        for frame in self.frames(content):
            if not frame.follows(place):
                raise StoreDamaged
            yield frame
            place, at = frame.place, frame.end
        if self._any_behind(content, at):
            raise StoreDamaged

    def _any_behind(self, content: bytes, start: int) -> bool:
        while (start := content.find(MAGIC, start + 1)) >= 0:
            if self.opened(content, start):
                return True
        return False


def generation_of(content: bytes, kind: bytes) -> int:
    """From a file's first bytes, not yet proved. Raises StoreFromNewerApp or StoreDamaged."""
    if content and content[0] > VERSION:
        raise StoreFromNewerApp
    if len(content) < FILE_HEADER.size:
        raise StoreDamaged
    version, found_kind, generation = FILE_HEADER.unpack_from(content)
    if (version, found_kind) != (VERSION, kind):
        raise StoreDamaged
    return int(generation)
