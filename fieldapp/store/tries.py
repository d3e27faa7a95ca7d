"""How many wrong passphrases there were, how long to wait before the next, and when it is enough."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from fieldapp.store.durable_file import delete_file, replace_file
from fieldapp.store.keystore import Keystore
from sync.errors import TryAgainLater

FILE_NAME = "tries.json"
COUNTER = "tries"
"""The name of the second count, in the keystore: who can write in the folder cannot take it back on a phone."""

FREE_TRIES = 4
WARNED_FROM = 7
MOST_TRIES = 10
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=60)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECRET_BYTES = 32


class WaitBeforeNextTry(TryAgainLater):
    """Too many wrong passphrases. Wait a while before the next try. Nothing is deleted."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"{seconds} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Tries:
    """Failed tries since the last success, and when the last one was (aware)."""

    count: int = 0
    last: datetime | None = None

    @classmethod
    def load(cls, folder: Path, keystore: Keystore, *, now: datetime) -> Self:
        """The higher of two counts, so that taking one of them away or putting an older one back wins nothing.

        When neither can be read three tries are left, from just now: breaking both must not help, and must not
        destroy a phone either.
        """
        found = [each for each in (cls._from_file(folder), cls._from_keystore(keystore)) if each is not None]
        return max(found, key=lambda each: each.count, default=cls(WARNED_FROM, now))

    @classmethod
    def _from_file(cls, folder: Path) -> Self | None:
        try:
            fields = json.loads((folder / FILE_NAME).read_bytes())
            last = datetime.fromisoformat(fields["last"]) if fields["last"] else None
            return cls(max(0, int(fields["count"])), last)
        except (OSError, ValueError, KeyError, TypeError):
            return None

    @classmethod
    def _from_keystore(cls, keystore: Keystore) -> Self | None:
        """Count (4), microseconds since 1970 (8), zeros."""
        kept = keystore.get(COUNTER)
        if kept is None or len(kept) != _SECRET_BYTES or any(kept[12:]):
            return None
        microseconds = int.from_bytes(kept[4:12], "big")
        try:
            last = _EPOCH + timedelta(microseconds=microseconds) if microseconds else None
        except OverflowError:
            return None
        return cls(int.from_bytes(kept[:4], "big"), last)

    def save(self, folder: Path, keystore: Keystore) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        microseconds = (self.last - _EPOCH) // timedelta(microseconds=1) if self.last else 0
        counted = self.count.to_bytes(4, "big") + max(0, microseconds).to_bytes(8, "big")
        keystore.set(counted.ljust(_SECRET_BYTES, b"\0"), COUNTER)
        content = {"count": self.count, "last": self.last.isoformat() if self.last else None}
        replace_file(folder / FILE_NAME, json.dumps(content).encode())

    @staticmethod
    def forget(folder: Path, keystore: Keystore) -> None:
        delete_file(folder / FILE_NAME)
        keystore.delete(COUNTER)

    @property
    def left(self) -> int:
        return max(0, MOST_TRIES - self.count)

    @property
    def are_used_up(self) -> bool:
        return self.count >= MOST_TRIES

    def failed(self, now: datetime) -> "Tries":
        return Tries(self.count + 1, now)

    def seen_from(self, now: datetime) -> "Tries":
        """With the wait begun afresh when the clock has been set back behind the last try."""
        return Tries(self.count, now) if self.last is not None and now < self.last else self

    def wait(self, now: datetime) -> timedelta:
        """None for four tries; after the fifth a minute, then twice as long each time, at most an hour."""
        if self.last is None or self.count <= FREE_TRIES:
            return timedelta()
        # Never so many doublings that the number outgrows a timedelta.
        doublings = min(self.count - FREE_TRIES - 1, 10)
        whole: timedelta = min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
        return max(timedelta(), whole - max(timedelta(), now - self.last))
