"""What a writer of the app's store does: visits with all that belongs to them, and what comes after."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.circle_keys import CircleKey, seal_change
from fieldapp.store import issued, outbox
from fieldapp.store.store import document_id
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.watch import WatchLine
from tests.crash.expected import State, Step

BOARD, DEVICE, SESSION = b"b" * 16, b"d" * 16, b"s" * 16
AUTHOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OWN = CircleKey(Circle.own(SESSION, DEVICE), 1, b"k" * 32)
STARTED = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
FIRST_KEY = bytes(range(32))
# A frame of one page, of a few, and of more than the buffers of Python's files.
NOTE_LENGTHS = (40, 90, 200, 600, 3500, 9000)

Puts: TypeAlias = Callable[[Any], None]
"""Puts its documents into a write: the store's, or a remembered one."""


class GaveUp(Exception):
    """The worker left in the middle of a write."""


@dataclass(frozen=True, slots=True)
class Transaction:
    puts: Puts

    def do(self, app: Any) -> None:
        with app.store.one_write() as write:
            self.puts(write)

    def expect(self, state: State) -> State:
        write = Remembered(state)
        self.puts(write)
        return write.saved()


@dataclass(frozen=True, slots=True)
class HalfGivenUp:
    """An inner write is left by an exception: what was put before it stays, what was put in it goes."""

    kept: Puts
    dropped: Puts

    def do(self, app: Any) -> None:
        with app.store.one_write() as write:
            self.kept(write)
            with suppress(GaveUp), app.store.one_write() as inner:
                self.dropped(inner)
                raise GaveUp

    def expect(self, state: State) -> State:
        return Transaction(self.kept).expect(state)


@dataclass(frozen=True, slots=True)
class GivenUp:
    dropped: Puts

    def do(self, app: Any) -> None:
        with suppress(GaveUp), app.store.one_write() as write:
            self.dropped(write)
            raise GaveUp

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Reopened:
    def do(self, app: Any) -> None:
        app.close()
        app.open()

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Compacted:
    def do(self, app: Any) -> None:
        app.compact()

    def expect(self, state: State) -> State:
        return state


@dataclass(frozen=True, slots=True)
class Rekeyed:
    key: bytes

    def do(self, app: Any) -> None:
        app.rekey(self.key)

    def expect(self, state: State) -> State:
        return replace(state, key=self.key)


class Remembered:
    """A write on a remembered state, with the store's own operations."""

    def __init__(self, state: State) -> None:
        self._key, self._envelopes = state.key, dict(state.envelopes)
        self._tables = {name: dict(documents) for name, documents in state.content.items()}

    def get(self, table: str, key: str) -> dict[str, Any] | None:
        return self._tables.get(table, {}).get(str(document_id(key)))  # type: ignore[return-value]

    def put(self, table: str, key: str, document: dict[str, Any]) -> None:
        self._tables.setdefault(table, {})[str(document_id(key))] = {**document, "key": key}

    def delete(self, table: str, key: str) -> None:
        self._tables.get(table, {}).pop(str(document_id(key)), None)

    def keep_envelope(self, kind: int, id_: bytes, body: bytes) -> None:
        self._envelopes[id_.hex()] = body

    def answered(self, id_: bytes) -> None:
        """The copy stays."""

    def forget_envelope(self, id_: bytes) -> None:
        self._envelopes.pop(id_.hex(), None)

    def saved(self) -> State:
        return State({name: table for name, table in self._tables.items() if table}, self._key, self._envelopes)


def visits(seed: int, length: int) -> list[Step]:
    """The same steps for the same seed, envelopes included. Every one but the control steps issues an envelope."""
    with random_from(seed):
        return list(_steps(Random(seed), length))


def one_more_visit(number: int) -> Transaction:
    return Transaction(_visit(Random(number), number))


@contextmanager
def random_from(seed: int) -> Iterator[None]:
    """os.urandom repeats itself, so that a point can be run again."""
    real = os.urandom
    os.urandom = Random(seed).randbytes
    try:
        yield
    finally:
        os.urandom = real


def _steps(chance: Random, length: int) -> Iterator[Step]:
    yield Transaction(_visit(chance, 1))
    for number in range(2, length + 1):
        yield _step(chance, number)


def _step(chance: Random, number: int) -> Step:
    visit, other = _visit(chance, number), _visit(chance, number + 1000)
    key = chance.randbytes(32)
    kinds: dict[str, tuple[int, Step]] = {
        "visit": (8, Transaction(visit)),
        "correction": (4, Transaction(_correction(chance, number))),
        "receipts": (3, Transaction(_receipts(chance, number))),
        "disposal": (2, Transaction(_disposal(chance, number))),
        "many": (1, Transaction(_together(visit, *(_draft(chance, place) for place in range(20))))),
        "half given up": (1, HalfGivenUp(visit, other)),
        "given up": (1, GivenUp(visit)),
        "reopened": (3, Reopened()),
        "compacted": (3, Compacted()),
        "rekeyed": (1, Rekeyed(key)),
    }
    weights = [weight for weight, _ in kinds.values()]
    return kinds[chance.choices(list(kinds), weights)[0]][1]


def _visit(chance: Random, number: int) -> Puts:
    """Contact, visit, consent, follow-up, the envelope that carries them, and its place in the stream."""
    text = _note(chance)
    envelope, line = _envelope(number, text[:200]), _watch(number)
    due = date(2026, 3, 1) + timedelta(days=chance.randrange(1, 30))
    rows = {
        "contact": {"code": f"HV-{number:04}", "name": "Åsa Öberg", "phone": "070-174 06 35"},
        "visit": {"contact": f"contact-{number}", "at": _at(number), "narrative": text},
        "consent": {"contact": f"contact-{number}", "given": chance.random() < 0.8, "how": "muntligt"},
        "follow_up": {"contact": f"contact-{number}", "latest": due.isoformat(), "open": True},
    }

    def puts(write: Any) -> None:
        for table, row in rows.items():
            write.put(table, f"{table}-{number}", row)
        _issue(write, envelope, line, number, [f"{table}-{number}" for table in rows])

    return puts


def _correction(chance: Random, number: int) -> Puts:
    of, text = chance.randrange(1, number), _note(chance)
    envelope = _envelope(number, text[:100])

    def puts(write: Any) -> None:
        row = write.get("follow_up", f"follow_up-{of}") or {"contact": None, "latest": None}
        write.put("follow_up", f"follow_up-{of}", {**row, "open": False, "outcome": text, "corrected": number})
        _issue(write, envelope, None, number, [f"follow_up-{of}"])

    return puts


def _receipts(chance: Random, number: int) -> Puts:
    """The server has some of what waited."""
    answered = sorted(chance.sample(range(1, number), min(3, number - 1)))
    envelope = _envelope(number, "counted")

    def puts(write: Any) -> None:
        for of in answered:
            if row := write.get("numbered", str(of)):
                outbox.receipted(write, bytes.fromhex(row["id"]), None, STARTED)
        _issue(write, envelope, None, number, [])

    return puts


def _disposal(chance: Random, number: int) -> Puts:
    """All about one person goes, and the envelope that says so comes."""
    of = chance.randrange(1, number)
    envelope = _envelope(number, "disposed of")

    def puts(write: Any) -> None:
        for table in ("contact", "visit", "consent", "follow_up"):
            write.delete(table, f"{table}-{of}")
        if (row := write.get("numbered", str(of))) and write.get(outbox.SENT, row["id"]):
            write.delete(outbox.SENT, row["id"])
            write.forget_envelope(bytes.fromhex(row["id"]))
        _issue(write, envelope, None, number, [])

    return puts


def _draft(chance: Random, place: int) -> Puts:
    text = _note(chance)
    return lambda write: write.put("drafts", f"draft-{place}", {"text": text})


def _together(*several: Puts) -> Puts:
    def puts(write: Any) -> None:
        for each in several:
            each(write)

    return puts


def _issue(write: Any, envelope: Envelope, watch: bytes | None, number: int, records: list[str]) -> None:
    outbox.add_envelope(write, envelope, watch=watch, made_at=STARTED, records=records)
    issued.remember(write, envelope)
    write.put("numbered", str(number), {"id": envelope.id.hex()})


def _envelope(number: int, text: str) -> Envelope:
    header = OWN.header(board=BOARD, author=DEVICE, incarnation=0, device_seq=number)
    return seal_change(text.encode(), header, OWN, AUTHOR.sign)


def _watch(number: int) -> bytes:
    line = WatchLine(BOARD, number.to_bytes(16, "big"), 1, date(2026, 12, 1), True, DEVICE)
    return line.signed(AUTHOR.sign).to_bytes()


def _note(chance: Random) -> str:
    """Random letters: nothing that compresses or repeats."""
    return "".join(chance.choices("abcdefghijklmnopqrstuvwxyzåäö ", k=chance.choice(NOTE_LENGTHS)))


def _at(number: int) -> str:
    return (STARTED + timedelta(minutes=number)).isoformat()
