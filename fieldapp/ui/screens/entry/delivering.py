"""While the lock is shown, what waits is sent by itself."""

import asyncio
import itertools
from collections.abc import Callable
from pathlib import Path
from typing import Final

import flet as ft

from fieldapp.actions import door, rescue
from fieldapp.actions.views import DoorView, Situation
from sync.errors import StodkedjanError

# The store that was just locked is closed by then.
FIRST_AFTER_SECONDS: Final = 2.0
EVERY_SECONDS: Final = 30.0
ASK_EVERY_ROUNDS: Final = 20


def use_delivering(folder: Path, found: DoorView, *, revoked: Callable[[], None]) -> tuple[int, Callable[[int], None]]:
    """How many wait now, and how to correct it. `revoked` is called when this phone was, and is wiped. A hook."""
    waiting, set_waiting = ft.use_state(found.waiting)

    async def deliver_now_and_then() -> None:
        await asyncio.sleep(FIRST_AFTER_SECONDS)
        rounds = itertools.count()
        while found.situation is Situation.LOCKED:
            set_waiting(await asyncio.to_thread(delivered, folder))
            if next(rounds) % ASK_EVERY_ROUNDS == 0 and await asyncio.to_thread(wiped_when_revoked, folder):
                revoked()
                return
            await asyncio.sleep(EVERY_SECONDS)

    ft.use_effect(deliver_now_and_then, [found.situation])
    return waiting, set_waiting


def delivered(folder: Path) -> int:
    """Tries once, and gives how many still wait; a page that is unlocked sends for itself."""
    if not door.is_open(folder):
        try:
            rescue.deliver_locked(folder)
        except StodkedjanError:
            # Whoever asks on the page "I cannot get in" is told why.
            return rescue.waiting(folder)
    return rescue.waiting(folder)


def wiped_when_revoked(folder: Path) -> bool:
    """Asks the server once; a page that is unlocked finds out for itself."""
    try:
        reason = None if door.is_open(folder) else rescue.why_revoked(folder)
    except StodkedjanError:
        return False
    if reason:
        door.close_and_wipe(folder, reason)
    return reason is not None
