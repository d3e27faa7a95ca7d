"""Asking the server for the next thing while the last is being written down."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TypeAlias, TypeVar

Answered = TypeVar("Answered")
Asked: TypeAlias = Callable[[], Answered]
"""Waits for the answer, or raises what came of asking."""


@contextmanager
def one_ahead() -> Iterator[Callable[[Callable[[], Answered]], Asked[Answered]]]:
    """One request at a time, in the order they were made; leaving waits for the last."""
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="exchange") as asking:
        yield lambda ask: asking.submit(ask).result
