"""How far this phone holds what each author made in each stream: numbers, gaps, numbers used twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fieldapp.store.store import Store, Write
from sync.protocol.circle import Circle

_TABLE = "authors"


@dataclass(frozen=True, slots=True)
class Author:
    """`count` envelopes are held; `ranges` are the numbers they bear, `last` is the id of the highest."""

    circle: Circle
    device: bytes
    count: int = 0
    ranges: tuple[tuple[int, int], ...] = ()
    last: bytes = b""

    @property
    def highest(self) -> int:
        return self.ranges[-1][1] if self.ranges else 0

    @property
    def distinct(self) -> int:
        return sum(end - start + 1 for start, end in self.ranges)

    @property
    def missing(self) -> int:
        """At least so many were made and have not come."""
        return max(0, self.highest - self.count)

    def has(self, number: int) -> bool:
        return any(start <= number <= end for start, end in self.ranges)

    def with_one(self, number: int, id_: bytes) -> "Author":
        last = id_ if number >= self.highest else self.last
        return Author(self.circle, self.device, self.count + 1, joined(self.ranges, number), last)


def joined(ranges: tuple[tuple[int, int], ...], number: int) -> tuple[tuple[int, int], ...]:
    """`number` among the ranges, those that touch made one."""
    if ranges and number == ranges[-1][1] + 1:
        return (*ranges[:-1], (ranges[-1][0], number))
    merged: list[tuple[int, int]] = []
    for start, end in sorted([*ranges, (number, number)]):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def of(source: Store | Write, circle: Circle, device: bytes) -> Author:
    row = source.get(_TABLE, _key(circle, device))
    return _author(row) if row else Author(circle, device)


def all_of(store: Store) -> list[Author]:
    return [_author(row) for row in store.each(_TABLE)]


def save(write: Write, author: Author) -> None:
    row = {
        "circle": author.circle.hex(),
        "device": author.device.hex(),
        "count": author.count,
        "ranges": [list(pair) for pair in author.ranges],
        "last": author.last.hex(),
    }
    write.put(_TABLE, _key(author.circle, author.device), row)


def forget(write: Write, circle: Circle) -> None:
    for row in write.all(_TABLE):
        if row["circle"] == circle.hex():
            write.delete(_TABLE, row["key"])


def _key(circle: Circle, device: bytes) -> str:
    return f"{circle.hex()}:{device.hex()}"


def _author(row: Mapping[str, Any]) -> Author:
    ranges = tuple((int(start), int(end)) for start, end in row["ranges"])
    circle, device = Circle.from_hex(row["circle"]), bytes.fromhex(row["device"])
    return Author(circle, device, int(row["count"]), ranges, bytes.fromhex(row["last"]))
