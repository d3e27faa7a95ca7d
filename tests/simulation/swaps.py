"""Putting something else in the place of a name, for as long as a world lasts."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Swap:
    owner: object
    name: str
    value: object


@contextmanager
def swapped(*swaps: Swap) -> Iterator[None]:
    """The originals come back, whatever happens inside."""
    before = [Swap(swap.owner, swap.name, vars(swap.owner)[swap.name]) for swap in swaps]
    _put(swaps)
    try:
        yield
    finally:
        _put(reversed(before))


def _put(swaps) -> None:
    for swap in swaps:
        setattr(swap.owner, swap.name, swap.value)
