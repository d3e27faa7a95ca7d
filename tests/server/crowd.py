"""Many at once: writers who push and push again, and a reader who follows along."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import requests

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, next_hash
from tests.server.people import Phone

Pulled = list[tuple[int, bytes, bytes]]
Answers = list[dict[str, Any]]


@dataclass
class Follower:
    """Reads a stream as a phone does, from its cursor on, while others write."""

    phone: Phone
    circle: Circle
    read: Pulled = field(default_factory=list)
    writing_is_over: threading.Event = field(default_factory=threading.Event)

    def follow(self) -> Pulled:
        """Until nothing new comes after the last writer has stopped."""
        while True:
            over = self.writing_is_over.is_set()
            news = self.phone.pull(self.circle, self.read[-1][0] if self.read else 0)
            self.read += news
            if over and not news:
                return self.read


def write_while_followed(follower: Follower, writers: Sequence[Callable[[], Answers]]) -> Answers:
    """The answers of all writers, when the follower has read to the end."""
    with ThreadPoolExecutor(len(writers) + 1) as pool:
        following = pool.submit(follower.follow)
        try:
            answers = [future.result() for future in [pool.submit(writer) for writer in writers]]
        finally:
            # Also when one failed: whoever reads would go on for ever.
            follower.writing_is_over.set()
        following.result()
    return list(chain.from_iterable(answers))


def check_whole(read: Pulled) -> None:
    """No hole, no double, and each number chained to those before it."""
    head = bytes(32)
    for place, (seq, hash_, raw) in enumerate(read, 1):
        head = next_hash(head, seq, Envelope.from_bytes(raw).id)
        assert (seq, hash_) == (place, head)


def insists(phone: Phone, envelopes: Sequence[bytes]) -> Answers:
    """As a phone on a bad link: until there is an answer."""
    while True:
        try:
            return phone.push(*envelopes)
        except (requests.RequestException, AssertionError):
            continue
