"""Flet's hooks with the types they lack."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import flet as ft

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")


def use_first(make: Callable[[], T]) -> T:
    """What `make` gave at the first drawing. A hook."""
    return use_made(make)[0]


def use_made(make: Callable[[], T]) -> tuple[T, Callable[[T], None]]:
    """A state whose first value is made only once. A hook."""
    return cast(tuple[T, Callable[[T], None]], ft.use_state(cast(Any, make)))


def use_optional(_kind: type[T]) -> tuple[T | None, Callable[[T | None], None]]:
    """A state that begins as None. A hook."""
    return cast(tuple[T | None, Callable[[T | None], None]], ft.use_state(cast(Any, None)))


def use_body() -> ft.Ref[ft.Column]:
    """For `page_body(ref=…)`. A hook."""
    return use_first(ft.Ref[ft.Column])


def memo(draw: Callable[P, R]) -> Callable[P, R]:
    """Drawn again only when what it is given has changed.

    Nothing inside it may use a context: a memo that was skipped cuts its children off from the contexts above it.
    """
    return cast(Callable[P, R], cast(Any, ft.memo)(draw))


def one(value: T | None) -> tuple[T, ...]:
    """The chosen tile of a question that takes one answer."""
    return () if value is None else (value,)
