"""One tap after the other: what the one before it changed is drawn before the next is listened to."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Final

import flet as ft

STORED_AS: Final = "turns"
# An action begins in the first, what it changed is drawn in the second.
TURNS_OF_THE_LOOP: Final = 2

Handler = partial[Coroutine[Any, Any, None]]


@asynccontextmanager
async def turn() -> AsyncIterator[None]:
    """That of the page in hand; over when what began in it has been drawn, not when it has ended."""
    async with _order():
        yield
        for _turn in range(TURNS_OF_THE_LOOP):
            await asyncio.sleep(0)


def _order() -> asyncio.Lock:
    store = ft.context.page.session.store
    found = store.get(STORED_AS)
    if not isinstance(found, asyncio.Lock):
        found = asyncio.Lock()
        store.set(STORED_AS, found)
    return found


def newest(event: ft.Event[Any], handler: Handler) -> Handler:
    """What the control does by now.

    `handler` knows the page as it was when the finger came down: two taps within one moment would each start from the
    same answers, and the second would undo the first.
    """
    # Flet has no public way from a control that was drawn to the one drawn in its place.
    control = ft.context.page.session.index.get(event.control._i)
    found = getattr(control, f"on_{event.name}", None)
    return found if isinstance(found, partial) and _deed(found) == _deed(handler) else handler


def _deed(handler: Handler) -> tuple[str, tuple[object, ...]]:
    """Which action, and on what: another button may have come to stand in the same place."""
    action: Any = handler.args[0]
    values = tuple(handler.args[1:])
    while isinstance(action, partial):
        action, values = action.func, (*action.args, *values)
    name = getattr(action, "__qualname__", type(action).__qualname__)
    return name, tuple(one for one in values if isinstance(one, str | int | bytes))
