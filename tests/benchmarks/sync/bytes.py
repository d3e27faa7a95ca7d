"""What a visit weighs on the wire, beside what was written in it."""

import statistics
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from sync.protocol.circle import Role
from tests.benchmarks import exchange
from tests.benchmarks.board import Supporter, measured_board
from tests.benchmarks.rows import Row
from tests.journeys.people import Hands

BENCH = "wire"
VISITS = 40


def on_the_wire(folder: Path) -> Iterator[Row]:
    """Visits as people register them, each with a promise; how many envelopes fall into each size."""
    with measured_board(folder / "wire") as story:
        supporter = Supporter(story.with_role("Anna Stöd", Role.SUPPORTER))
        for _ in range(VISITS):
            supporter.promise(supporter.register())
        yield from _sizes(supporter.hands)
        yield from (row for row in exchange.up(supporter.hands, VISITS) if row.bench == BENCH)


def _sizes(hands: Hands) -> Iterator[Row]:
    plain = exchange.plain_sizes(hands.phone)
    yield Row(BENCH, "plain bytes of an envelope, median", VISITS, statistics.median(plain), "bytes")
    for bucket, count in sorted(Counter(map(exchange.bucket_of, plain)).items()):
        yield Row(BENCH, f"envelopes padded to {bucket} bytes", VISITS, count, "envelopes")
