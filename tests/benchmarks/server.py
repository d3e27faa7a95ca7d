"""How fast the server takes envelopes in, beside what the same rows cost without it, and as the board grows."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, insert

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Header
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.tokens import Door
from sync.server import claims, schema, streams
from sync.server.district import Caller, District
from sync.server.engine import Database, database_url
from sync.server.tables import envelopes
from tests.benchmarks.rows import Row
from tests.server.people import Founding, now
from tests.server.postgres import RunningPostgres

BENCH = "server"
ROW_BYTES = 1024
ROUND = 20


def main(folder: Path, n: int) -> Iterator[Row]:
    """`n`: rows of one measurement, and of the smallest board that grows tenfold twice; thrice with
    STODKEDJAN_BENCH_MILLION."""
    for engine, opened in (("SQLite", sqlite(folder)), ("PostgreSQL", postgresql())):
        with opened as database:
            yield from ingest(database, engine, n)
            yield from growth(database, engine, n)


@contextmanager
def sqlite(folder: Path) -> Iterator[Database]:
    with closing(Database(database_url(str(folder / "bench.sqlite3")))) as database:
        schema.upgrade(database)
        yield database


@contextmanager
def postgresql() -> Iterator[Database]:
    with RunningPostgres() as postgres, closing(Database(database_url(postgres.new_database()))) as database:
        schema.upgrade(database)
        yield database


class Pusher:
    """A supervisor's device of a board of its own, and how it is served."""

    def __init__(self, database: Database) -> None:
        self.district = District(database)
        founding = Founding("http://nowhere.invalid")
        with database.writing() as connection:
            code = str(claims.make_claim(connection, now()))
        claims.claim(self.district, code, founding.statements, [])
        self.phone = founding.supervisor
        with database.reading() as connection:
            device = self.district.rosters.at(connection, self.phone.board).devices[self.phone.device]
        self.caller = Caller(self.phone.board, device, Door.SIGNING)
        self.circle = Circle.audit(device.id)

    def made(self, count: int) -> list[bytes]:
        key: Ed25519PrivateKey = self.phone.signing.key
        header = Header(self.phone.board, self.circle, 1, bytes(32), self.phone.device, 1, 1)
        return [Envelope.make(header, os.urandom(12), os.urandom(ROW_BYTES), key.sign).to_bytes() for _ in range(count)]

    def push(self, raws: Sequence[bytes]) -> None:
        for batch in _batches(raws):
            receipts = streams.push(self.district, self.caller, [(raw, None) for raw in batch])
            assert {receipt.status for receipt in receipts} == {"stored"}


def _batches(raws: Sequence[bytes]) -> Iterator[Sequence[bytes]]:
    for start in range(0, len(raws), BATCH_ITEMS):
        yield raws[start : start + BATCH_ITEMS]


def ingest(database: Database, engine: str, n: int) -> Iterator[Row]:
    """Rounds in turn, so that all three meet the same machine; the middle of each counts."""
    pusher = Pusher(database)
    size = max(BATCH_ITEMS, n // ROUND)
    checks, plain, pushes = [], [], []
    for number in range(ROUND):
        raws = pusher.made(size)
        checks.append(_rate(size, lambda raws=raws: _check(raws, pusher)))
        plain.append(_rate(size, lambda raws=raws, number=number: _insert(database, pusher, raws, number * size)))
        pushes.append(_rate(size, lambda raws=raws: pusher.push(raws)))
    told = {"signature checks": checks, "plain inserts": plain, "ingest": pushes}
    middle = {name: sorted(rates)[ROUND // 2] for name, rates in told.items()}
    for name, rate in middle.items():
        yield Row(BENCH, f"{engine}: {name}", n, rate, "rows/s")
    limit = min(middle["signature checks"], middle["plain inserts"])
    yield Row(BENCH, f"{engine}: ingest of the smaller", n, 100 * middle["ingest"] / limit, "%")


def _rate(count: int, do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return count / (time.perf_counter() - began)


def _check(raws: Sequence[bytes], pusher: Pusher) -> None:
    for raw in raws:
        Envelope.from_bytes(raw).verify(pusher.caller.device.signing)


def _insert(database: Database, pusher: Pusher, raws: Sequence[bytes], after: int) -> None:
    """The same rows into the same table, committed as often, under a circle that is nobody's; gone afterwards."""
    circle, at = Circle.of_board().to_bytes(), now()
    fixed = {"board": pusher.phone.board, "circle": circle, "author": pusher.phone.device, "received_at": at}
    for place, batch in enumerate(_batches(raws)):
        rows = [
            {**fixed, "seq": after + place * BATCH_ITEMS + n, "id": os.urandom(32), "hash": bytes(32), "envelope": raw}
            for n, raw in enumerate(batch)
        ]
        with database.writing() as connection:
            connection.execute(insert(envelopes), rows)


def growth(database: Database, engine: str, n: int) -> Iterator[Row]:
    """Milliseconds per envelope, pushed and pulled, when the stream holds n, 10 n and so on."""
    with database.writing() as connection:
        connection.execute(delete(envelopes))
    pusher, held = Pusher(database), 0
    steps = (n, 10 * n, 100 * n) if os.environ.get("STODKEDJAN_BENCH_MILLION") else (n, 10 * n)
    for size in steps:
        while held < size:
            pusher.push(pusher.made(min(1000, size - held)))
            held = min(size, held + 1000)
        raws = pusher.made(1000)
        pushed, held = _rate(1000, lambda raws=raws: pusher.push(raws)), held + 1000
        pulled = _rate(1000, lambda held=held: _pull(pusher, held))
        yield Row(BENCH, f"{engine}: push, stream holds n", size, 1000 / pushed, "ms/row")
        yield Row(BENCH, f"{engine}: pull, stream holds n", size, 1000 / pulled, "ms/row")


def _pull(pusher: Pusher, held: int) -> None:
    """The last thousand, as a phone that was away fetches them."""
    after = held - 1000
    while news := streams.pull(pusher.district, pusher.caller, pusher.circle, after):
        after = news[-1][0]
