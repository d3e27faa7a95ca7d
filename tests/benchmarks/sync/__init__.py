"""The exchange beside PouchDB's, the server beside its limits, a session's devices at once, growth and bytes."""

from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import server
from tests.benchmarks.rows import Row
from tests.benchmarks.sync.at_once import at_once
from tests.benchmarks.sync.beside_pouch import beside_pouch
from tests.benchmarks.sync.bytes import on_the_wire


def main(folder: Path, n: int) -> Iterator[Row]:
    """`n`: documents that go back and forth, rows that the server takes in, and the smaller board of the growth."""
    yield from beside_pouch(folder, n)
    yield from server.main(folder, n)
    yield from at_once(folder)
    yield from on_the_wire(folder)
