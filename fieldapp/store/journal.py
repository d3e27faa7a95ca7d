"""The append-only file: one frame a transaction, durable when `append` returns."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fieldapp.store.damage import StoreDamaged
from fieldapp.store.durable_file import SaveUnconfirmed, as_told_to_the_user, flush_file, replace_file, write_at
from fieldapp.store.frames import JOURNAL, Place, Sealing, generation_of

# So many zeros are written behind a frame that needs room: the flushes of the next ones have no new length to commit.
ROOM_BYTES = 256 * 1024


class Journal:
    """An open journal. A failed append leaves it as it was; an unconfirmed one makes it unusable until reopened."""

    def __init__(self, path: Path, sealing: Sealing, place: Place, end: int, *, is_quiet: bool) -> None:
        self.path = path
        self.place = place
        self.size = end
        self.is_poisoned = False
        self.has_leftovers = False
        self._room_end = end
        self._unsure = b""
        self._sealing = sealing
        self._is_quiet = is_quiet
        self._descriptor = os.open(path, os.O_RDWR)

    @classmethod
    def begin(cls, path: Path, cipher: AESGCM, generation: int, place: Place) -> Self:
        """A new one with an empty frame after `place`, on the disk at once. Raises as replace_file does."""
        sealing = Sealing(cipher, JOURNAL, generation)
        frame = sealing.frame(b"", place)
        replace_file(path, sealing.file_header + frame)
        reached = Place(place.seq + 1, frame[-len(place.tag) :])
        return cls(path, sealing, reached, len(sealing.file_header) + len(frame), is_quiet=True)

    @classmethod
    def read(
        cls,
        path: Path,
        cipher: AESGCM,
        generation: int,
        place: Place,
        take: Callable[[bytes], None],
    ) -> Self:
        """Gives each frame's payload to `take`. What was torn at the end is still there: see `settle`.

        Raises StoreDamaged or StoreFromNewerApp.
        """
        content = path.read_bytes()
        if generation_of(content, JOURNAL) != generation:
            raise StoreDamaged
        sealing, end, is_quiet = Sealing(cipher, JOURNAL, generation), 0, True
        begin = 0
        for frame in sealing.chain(content, place):
            if frame.payload:
                take(frame.payload)
            begin, place, end, is_quiet = end, frame.place, frame.end, not frame.payload
        if not end:
            # A journal is born with its first frame, so its lack is damage or another key.
            raise StoreDamaged
        journal = cls(path, sealing, place, end, is_quiet=is_quiet)
        journal.has_leftovers = end < len(content)
        journal._unsure = content[begin or len(sealing.file_header) : end]
        return journal

    def settle(self) -> None:
        """Cuts off what lies behind the last whole frame: room, or what a break left. Raises SaveUnconfirmed.

        Flushes in any case: a frame that was read is shown, and what is shown must not vanish. The last one that was
        read is written again: if its flush failed, the system answers with it and would never bring it to the disk.
        """
        if self.is_poisoned:
            raise SaveUnconfirmed
        try:
            if self._unsure:
                write_at(self._descriptor, self._unsure, self.size - len(self._unsure))
            if self.has_leftovers or self._room_end > self.size:
                os.ftruncate(self._descriptor, self.size)
            flush_file(self._descriptor)
        except OSError as error:
            self.is_poisoned = True
            raise SaveUnconfirmed from error
        self._room_end, self.has_leftovers, self._unsure = self.size, False, b""

    def append(self, payload: bytes) -> None:
        """One transaction, flushed to the disk. Raises DiskFull, NotSaved or SaveUnconfirmed."""
        if self.is_poisoned:
            raise SaveUnconfirmed
        frame = self._sealing.frame(payload, self.place)
        self._write(frame, wants_room=bool(payload))
        self._flush()
        self.place = Place(self.place.seq + 1, frame[-len(self.place.tag) :])
        self.size += len(frame)
        self._is_quiet = not payload

    def _write(self, frame: bytes, *, wants_room: bool) -> None:
        try:
            has_room = not wants_room or self.size + len(frame) <= self._room_end
            if has_room or not self._wrote_with_room(frame):
                write_at(self._descriptor, frame, self.size)
        except OSError as error:
            self._cut_back()
            raise as_told_to_the_user(error) from error
        except BaseException:
            self.is_poisoned = True
            raise

    def _wrote_with_room(self, frame: bytes) -> bool:
        try:
            write_at(self._descriptor, frame + bytes(ROOM_BYTES), self.size)
        except OSError:
            # Where there is no room for zeros there may be some for the frame.
            self._cut_back()
            return False
        self._room_end = self.size + len(frame) + ROOM_BYTES
        return True

    def _flush(self) -> None:
        try:
            flush_file(self._descriptor)
        except OSError as error:
            # What the disk has now nobody knows, and a second flush would say that all is well.
            self.is_poisoned = True
            raise SaveUnconfirmed from error
        except BaseException:
            self.is_poisoned = True
            raise

    def _cut_back(self) -> None:
        """Room, or a part of a frame, behind the last whole one: the next frame is written over it in any case."""
        try:
            os.ftruncate(self._descriptor, self.size)
        except OSError:
            self.has_leftovers = True
            return
        self._room_end, self.has_leftovers = self.size, False

    def end_quietly(self) -> None:
        """An empty frame behind the last transaction, so that a later break in that one cannot pass for a torn tail."""
        if not self._is_quiet and not self.is_poisoned:
            self._cut_back()
            self.append(b"")

    def release(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
        self._descriptor = -1
