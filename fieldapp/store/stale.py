"""Envelopes that came sealed with the key of an epoch that was over: taken and marked, never refused."""

from collections import Counter
from datetime import datetime

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope

_MARKS, _EPOCHS, _SETTLED = "stale_envelopes", "stream_epochs", "settled_log"


def mark(write: Write, envelope: Envelope, seq: int, at: datetime) -> None:
    """`seq`: its number in its stream; `at`: when this device read it."""
    header = envelope.header
    row = {"circle": header.circle.hex(), "author": header.author.hex(), "epoch": header.epoch}
    write.put(_MARKS, envelope.id.hex(), row | {"seq": seq, "at": at.isoformat()})


def drop(write: Write, id_: bytes) -> None:
    write.delete(_MARKS, id_.hex())


def by_author(store: Store) -> Counter[bytes]:
    """How many of each device's envelopes are marked."""
    return Counter(bytes.fromhex(row["author"]) for row in store.each(_MARKS))


class Epochs:
    """The epochs of one stream while a page of it is read. `due`: what the log asked for when it was last settled."""

    def __init__(self, write: Write, circle: Circle, *, due: int) -> None:
        self._write, self._circle, self._due = write, circle, due
        self._before = self._newest = int((write.get(_EPOCHS, circle.hex()) or {"epoch": 0})["epoch"])

    def note(self, envelope: Envelope, seq: int, at: datetime) -> None:
        """Sealed with a key that somebody removed knows: taken as it is, and shown."""
        epoch = envelope.header.epoch
        if epoch < max(self._newest, self._due):
            mark(self._write, envelope, seq, at)
        self._newest = max(self._newest, epoch)

    def end(self) -> None:
        if self._newest != self._before:
            self._write.put(_EPOCHS, self._circle.hex(), {"epoch": self._newest})


def settled(write: Write) -> int:
    """How far the log was known when everything had last been fetched: what comes now came later than that."""
    return int((write.get(_SETTLED, "log") or {"seq": 0})["seq"])


def settle(write: Write, seq: int) -> None:
    if settled(write) != seq:
        write.put(_SETTLED, "log", {"seq": seq})
