"""What a writer of the app's store does: visits with all that belongs to them, and what comes after."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from fieldapp.crypto.circle_keys import CircleKey, seal_change
from fieldapp.store import issued, outbox
from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope
from sync.protocol.watch import WatchLine
from tests.crash.expected import Step
from tests.crash.steps import Compacted, GivenUp, HalfGivenUp, Puts, Rekeyed, Reopened, Transaction

BOARD, DEVICE, SESSION = b"b" * 16, b"d" * 16, b"s" * 16
AUTHOR = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OWN = CircleKey(Circle.own(SESSION, DEVICE), 1, b"k" * 32)
STARTED = datetime(2026, 3, 1, 18, 0, tzinfo=UTC)
FIRST_KEY = bytes(range(32))
# A frame of one page, of a few, and of more than the buffers of Python's files.
NOTE_LENGTHS = (40, 90, 200, 600, 3500, 9000)


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
    kinds: dict[Callable[[Random, int], Step], int] = {
        lambda chance, number: Transaction(_visit(chance, number)): 8,
        lambda chance, number: Transaction(_correction(chance, number)): 4,
        lambda chance, number: Transaction(_receipts(chance, number)): 3,
        lambda chance, number: Transaction(_disposal(chance, number)): 2,
        lambda chance, number: Transaction(_many(chance, number)): 1,
        lambda chance, number: HalfGivenUp(_visit(chance, number), _visit(chance, number + 1000)): 1,
        lambda chance, number: GivenUp(_visit(chance, number)): 1,
        lambda chance, number: Reopened(): 3,
        lambda chance, number: Compacted(): 3,
        lambda chance, number: Rekeyed(chance.randbytes(32)): 1,
    }
    return chance.choices(list(kinds), list(kinds.values()))[0](chance, number)


def _visit(chance: Random, number: int) -> Puts:
    """Contact, visit, consent, follow-up, the envelope that carries them, and its place in the stream."""
    text = note(chance, NOTE_LENGTHS)
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
    of, text = chance.randrange(1, number), note(chance, NOTE_LENGTHS)
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


def _many(chance: Random, number: int) -> Puts:
    """A visit and twenty drafts in one transaction."""
    visit, texts = _visit(chance, number), [note(chance, NOTE_LENGTHS) for _ in range(20)]

    def puts(write: Any) -> None:
        visit(write)
        for place, text in enumerate(texts):
            write.put("drafts", f"draft-{place}", {"text": text})

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


def note(chance: Random, lengths: Sequence[int]) -> str:
    """Nothing that compresses or repeats."""
    length = chance.choice(lengths)
    return "Åäö " + chance.randbytes(length // 2).hex()


def _at(number: int) -> str:
    return (STARTED + timedelta(minutes=number)).isoformat()
