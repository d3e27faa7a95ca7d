"""How long one has to wait after too many wrong passphrases, counted down in words."""

import asyncio
import math
from collections.abc import Callable

import flet as ft

from fieldapp.ui.words import _, ngettext


def use_countdown(start_seconds: int) -> tuple[int, Callable[[int], None]]:
    """The seconds left, and how to begin anew. A hook."""
    left, set_left = ft.use_state(start_seconds)

    async def one_second() -> None:
        if left > 0:
            await asyncio.sleep(1)
            set_left(lambda now: max(0, now - 1))

    ft.use_effect(one_second, [left])
    return left, set_left


def waiting_words(seconds: int) -> str:
    """Whole minutes while there are any, then seconds; "" when there is nothing to wait for."""
    if seconds <= 0:
        return ""
    if seconds > 60:
        count = math.ceil(seconds / 60)
        span = ngettext("{n} minute", "{n} minutes", count).format(n=count)
    else:
        span = ngettext("{n} second", "{n} seconds", seconds).format(n=seconds)
    return _("Wait {time} before the next try. Nothing is deleted.").format(time=span)
