"""How fast the server takes envelopes in, beside what the same rows cost without it, and as the board grows."""

import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from itertools import count
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, insert, select, update

from sync.protocol.circle import Circle
from sync.protocol.envelope import Envelope, Header, next_hash
from sync.protocol.limits import BATCH_ITEMS
from sync.protocol.tokens import Door
from sync.server import claims, schema, streams, tables
from sync.server.district import Caller, District
from sync.server.engine import Database, database_url, where
from sync.server.tables import envelopes
from tests.benchmarks.rows import Row
from tests.server.people import Founding, now
from tests.server.postgres import RunningPostgres

BENCH = "server"
ROW_BYTES = 1024
ROUND = 20
AT_A_TIME = 200
BLOCK = 5000
NewDatabase = Callable[[], Database]


def main(folder: Path, n: int) -> Iterator[Row]:
    """`n`: rows of one measurement, and of the smallest database that is compared with one ten times as full; also with
    one a hundred times as full when STODKEDJAN_BENCH_MILLION is set."""
    for engine, opened in (("SQLite", sqlite(folder)), ("PostgreSQL", postgresql())):
        with opened as new_database:
            yield from ingest(new_database(), engine, n)
            yield from growth(new_database, engine, n)


@contextmanager
def sqlite(folder: Path) -> Iterator[NewDatabase]:
    with ExitStack() as stack:
        names = count(1)
        yield lambda: _upgraded(stack, str(folder / f"bench{next(names)}.sqlite3"))


@contextmanager
def postgresql() -> Iterator[NewDatabase]:
    with RunningPostgres() as postgres, ExitStack() as stack:
        yield lambda: _upgraded(stack, postgres.new_database())


def _upgraded(stack: ExitStack, path_or_url: str) -> Database:
    database = stack.enter_context(closing(Database(database_url(path_or_url))))
    schema.upgrade(database)
    return database


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

    def made(self, how_many: int) -> list[bytes]:
        key: Ed25519PrivateKey = self.phone.signing.key
        header = Header(self.phone.board, self.circle, 1, bytes(32), self.phone.device, 1, 1)
        made = (Envelope.make(header, os.urandom(12), os.urandom(ROW_BYTES), key.sign) for _ in range(how_many))
        return [envelope.to_bytes() for envelope in made]

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


def _rate(number: int, do: Callable[[], None]) -> float:
    began = time.perf_counter()
    do()
    return number / (time.perf_counter() - began)


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


def growth(new_database: NewDatabase, engine: str, n: int) -> Iterator[Row]:
    """Milliseconds per envelope pushed to and pulled from streams that hold n, 10 n and so on, each the only one of a
    database of its own; in turns, the middle counts."""
    steps = (n, 10 * n, 100 * n) if os.environ.get("STODKEDJAN_BENCH_MILLION") else (n, 10 * n)
    pushers = {size: _filled(new_database(), size) for size in steps}
    pushed: dict[int, list[float]] = {size: [] for size in steps}
    pulled: dict[int, list[float]] = {size: [] for size in steps}
    for _ in range(ROUND):
        for size, pusher in pushers.items():
            raws = pusher.made(AT_A_TIME)
            pushed[size].append(1000 / _rate(AT_A_TIME, lambda raws=raws, pusher=pusher: pusher.push(raws)))
            pulled[size].append(1000 / _rate(AT_A_TIME, lambda pusher=pusher: _pull_last(pusher)))
    for what, told in (("push", pushed), ("pull", pulled)):
        for size in steps:
            yield Row(BENCH, f"{engine}: {what}, stream holds n", size, statistics.median(told[size]), "ms/row")
        for size in steps[1:]:
            pairs = zip(told[size], told[n], strict=True)
            ratio = statistics.median(large / small for large, small in pairs)
            yield Row(BENCH, f"{engine}: {what}, n beside {n}", size, 100 * ratio, "%")


def _filled(database: Database, size: int) -> Pusher:
    """Rows as long as real ones and chained like them, which nobody checks again."""
    pusher = Pusher(database)
    pusher.push(pusher.made(1))
    circle, at = pusher.circle.to_bytes(), now()
    fixed = {"board": pusher.phone.board, "circle": circle, "author": pusher.phone.device, "received_at": at}
    length = len(pusher.made(1)[0])
    for start in range(1, size, BLOCK):
        with database.writing() as connection:
            seq, hash_ = known_head(connection, pusher.phone.board, circle)
            rows = []
            for _ in range(min(BLOCK, size - start)):
                id_, seq = os.urandom(32), seq + 1
                hash_ = next_hash(hash_, seq, id_)
                rows.append({**fixed, "seq": seq, "id": id_, "hash": hash_, "envelope": os.urandom(length)})
            connection.execute(insert(envelopes), rows)
            stream = where(tables.streams, {"board": pusher.phone.board, "circle": circle})
            connection.execute(update(tables.streams).where(stream).values(seq=seq, hash=hash_))
    return pusher


def known_head(connection: Connection, board: bytes, circle: bytes) -> tuple[int, bytes]:
    row = connection.execute(select(tables.streams).where(where(tables.streams, {"board": board, "circle": circle})))
    head = row.one()
    return head.seq, head.hash


def _pull_last(pusher: Pusher) -> None:
    """What was pushed last, as a phone that was away for as long fetches it."""
    with pusher.district.database.reading() as connection:
        last, _ = known_head(connection, pusher.phone.board, pusher.circle.to_bytes())
    after = last - AT_A_TIME
    while news := streams.pull(pusher.district, pusher.caller, pusher.circle, after):
        after = news[-1][0]
