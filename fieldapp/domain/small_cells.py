"""Figures about few people are hidden, so that nobody can be counted out of a table."""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

SMALLEST_SHOWN: Final = 5
Key = TypeVar("Key", bound=Hashable)


def is_small(count: int) -> bool:
    return 0 < count < SMALLEST_SHOWN


def shown_cells(cells: Mapping[Key, int]) -> dict[Key, int | None]:
    """None for each cell of one to four. When only one is hidden, the next smallest is hidden with it:
    the total would tell it otherwise."""
    hidden = {key for key, count in cells.items() if is_small(count)}
    others = [key for key, count in cells.items() if count >= SMALLEST_SHOWN]
    if len(hidden) == 1 and others:
        hidden.add(min(others, key=lambda key: (cells[key], str(key))))
    return {key: None if key in hidden else count for key, count in cells.items()}


def shown_count(count: int) -> int | None:
    return None if is_small(count) else count


class Bound(StrEnum):
    """How much of a share may be told."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    HIDDEN = "hidden"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Share:
    """`part` of `whole` persons. Where few are on either side only a bound is told."""

    part: int
    whole: int

    @property
    def bound(self) -> Bound:
        if not self.whole:
            return Bound.NOBODY
        few, few_others = is_small(self.part), is_small(self.whole - self.part)
        if self.whole < SMALLEST_SHOWN or (few and few_others):
            return Bound.HIDDEN
        if few:
            return Bound.AT_MOST
        return Bound.AT_LEAST if few_others else Bound.EXACT

    @property
    def percent(self) -> int | None:
        """Whole per cent; of a bound the last value that is certain."""
        most_hidden = SMALLEST_SHOWN - 1
        match self.bound:
            case Bound.EXACT:
                return round(100 * self.part / self.whole)
            case Bound.AT_MOST:
                return -(-100 * most_hidden // self.whole)
            case Bound.AT_LEAST:
                return 100 * (self.whole - most_hidden) // self.whole
        return None


def guarded(cells: Mapping[Key, int]) -> tuple[dict[Key, int | None], int | None]:
    """A column and its total, from which no small cell can be worked out.

    What is hidden is at least two cells and more than five together, so that the total tells none of them; where
    there is not so much to hide among, the total is hidden too.
    """
    hidden = {key for key in cells if is_small(cells[key])}
    large = [key for key, count in cells.items() if count >= SMALLEST_SHOWN]
    others = sorted(large, key=lambda key: (cells[key], str(key)))
    while hidden and not _is_enough(hidden, cells) and others:
        hidden.add(others.pop(0))
    told = {key: None if key in hidden else count for key, count in cells.items()}
    return told, None if hidden and not _is_enough(hidden, cells) else sum(cells.values())


def _is_enough(hidden: Collection[Key], cells: Mapping[Key, int]) -> bool:
    return len(hidden) > 1 and sum(cells[key] for key in hidden) > SMALLEST_SHOWN
