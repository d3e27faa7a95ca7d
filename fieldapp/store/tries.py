"""How many wrong passphrases there were, and how long to wait before the next."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Self

from fieldapp.store.durable_file import delete_file, replace_file
from sync.errors import TryAgainLater

FILE_NAME = "tries.json"
FREE_TRIES = 4
FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(minutes=60)


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
    def load(cls, folder: Path, *, now: datetime) -> Self:
        """A file that cannot be read counts as the fifth failure, just now: breaking it must not help."""
        try:
            fields = json.loads((folder / FILE_NAME).read_bytes())
            return cls(int(fields["count"]), datetime.fromisoformat(fields["last"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, KeyError, TypeError):
            return cls(FREE_TRIES + 1, now)

    def save(self, folder: Path) -> None:
        """Raises DiskFull, NotSaved or SaveUnconfirmed."""
        if self.last is None:
            delete_file(folder / FILE_NAME)
        else:
            content = {"count": self.count, "last": self.last.isoformat()}
            replace_file(folder / FILE_NAME, json.dumps(content).encode())

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
