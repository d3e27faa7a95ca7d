"""Keeps the exchange with the server going while the app is unlocked; the person never waits for it."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from fieldapp.actions import safety, syncing
from fieldapp.actions.errors import PhoneRevoked
from fieldapp.actions.phone import Phone
from fieldapp.actions.syncing import Backoff
from fieldapp.actions.views import SyncProgress
from fieldapp.ui.state import SyncState
from fieldapp.ui.tap import log_place
from fieldapp.ui.words import N_
from sync.errors import StodkedjanError

EVERY_SECONDS: Final = 15.0
SETTLE_SECONDS: Final = 1.0
EAGER_ROUNDS: Final = 3
STOPPED: Final = N_("The exchange with the district stopped. Nothing is lost. It is tried again by itself.")


class Exchange:
    """One loop for each unlocked page: at once, after each change, and every 15 seconds."""

    def __init__(self, phone: Phone, sync: SyncState, *, revoked: Callable[[], Awaitable[None]]) -> None:
        """`revoked` is called when the board's log revokes this phone; the exchange is then over."""
        self._phone = phone
        self._revoked = revoked
        self._sync = sync
        self._loop = asyncio.get_running_loop()
        self._changed = asyncio.Event()
        self._backoff = Backoff()
        self._eager = 0
        self._ending: asyncio.Future[None] | None = None

    def changed(self) -> None:
        """Something was written; on the event loop."""
        self._changed.set()

    async def run(self) -> None:
        while True:
            pause_seconds = await self.once()
            # What the exchange wrote itself is no reason to go again.
            self._changed.clear()
            await self._pause(pause_seconds)

    async def once(self) -> float:
        """One exchange; how many seconds to wait before the next."""
        self._sync.running = True
        try:
            await asyncio.to_thread(syncing.synchronise, self._phone, self._progress)
        except PhoneRevoked as over:
            # In a task of its own: closing the phone ends the one this runs in.
            self._ending = asyncio.ensure_future(self._revoked())
            return self._failed(over.sentence())
        except StodkedjanError as known:
            return self._failed(known.sentence())
        except Exception as unknown:  # noqa: BLE001 - the guard: a mistake here must not stop the exchange for good
            log_place("exchange", unknown)
            return self._failed(STOPPED)
        finally:
            self._sync.running = False
        return self._succeeded()

    def _failed(self, sentence: str) -> float:
        self._sync.problem = sentence
        return self._backoff.failed()

    def _succeeded(self) -> float:
        self._sync.problem = ""
        self._backoff.succeeded()
        wrote_meanwhile = safety.safety(self._phone).waiting > 0
        self._eager = self._eager + 1 if wrote_meanwhile else 0
        return SETTLE_SECONDS if 0 < self._eager <= EAGER_ROUNDS else EVERY_SECONDS

    async def _pause(self, seconds: float) -> None:
        until = self._loop.time() + seconds
        while (left := until - self._loop.time()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                return
            await asyncio.sleep(SETTLE_SECONDS)
            self._changed.clear()
            if safety.safety(self._phone).waiting:
                return

    def _progress(self, progress: SyncProgress) -> None:
        """Called in the exchange's thread."""
        self._loop.call_soon_threadsafe(partial(self._show, progress))

    def _show(self, progress: SyncProgress) -> None:
        self._sync.step, self._sync.done, self._sync.total = progress.step, progress.done, progress.total
