"""What goes on by itself while one page is unlocked: the exchange, reading again, and the idle lock."""

import asyncio
import contextlib
import contextvars
from typing import Final

from fieldapp.actions import door, lock_rule
from fieldapp.actions.lease import has_lapsed
from fieldapp.actions.phone import Phone
from fieldapp.domain.lock_rule import LockRule
from fieldapp.ui.exchange import Exchange
from fieldapp.ui.idle import idle
from fieldapp.ui.locking import lock
from fieldapp.ui.state import Shell, SyncState, Written

LOOK_EVERY_SECONDS: Final = 5.0
REDRAW_SECONDS: Final = 0.05
# An exchange writes many times; a list that is drawn again under a thumb may miss the tap.
REDRAW_WHILE_EXCHANGING_SECONDS: Final = 0.5
DRAFTS: Final = frozenset({"drafts"})


class Background:
    """Made on the event loop of the page; `stop` ends everything it started."""

    def __init__(self, shell: Shell, written: Written, sync: SyncState, phone: Phone, *, idle_minutes: float) -> None:
        self._written, self._sync, self._phone = written, sync, phone
        self._shell, self._idle_minutes, self._idle = shell, idle_minutes, idle()
        self._idle.touch()
        phone.at_lock(self._closed)
        shell.waits_for_role, shell.lapsed = phone.is_waiting_for_role, has_lapsed(phone)
        self._loop, self._context = asyncio.get_running_loop(), contextvars.copy_context()
        self._exchange = Exchange(phone, sync, revoked=self._revoked)
        self._redraw: asyncio.TimerHandle | None = None
        self._forget = phone.store.on_change(self._heard)
        self._tasks = [asyncio.create_task(self._exchange.run()), asyncio.create_task(self._lock_when_idle())]

    def stop(self) -> None:
        # The store forgets its listeners by itself when it closes.
        with contextlib.suppress(ValueError):
            self._forget()
        for task in self._tasks:
            task.cancel()
        if self._redraw:
            self._redraw.cancel()

    def _heard(self, tables: frozenset[str]) -> None:
        """In the thread that wrote. A draft is nobody else's concern."""
        if tables - DRAFTS:
            self._loop.call_soon_threadsafe(self._changed, context=self._context)

    def _changed(self) -> None:
        self._exchange.changed()
        if self._redraw is None:
            wait_seconds = REDRAW_WHILE_EXCHANGING_SECONDS if self._sync.running else REDRAW_SECONDS
            self._redraw = self._loop.call_later(wait_seconds, self._read_again, context=self._context)

    def _read_again(self) -> None:
        self._redraw = None
        if self._shell.phone is not self._phone:
            return  # locked meanwhile: its store is closed
        self._shell.waits_for_role = self._phone.is_waiting_for_role
        self._shell.lapsed = has_lapsed(self._phone)
        self._written.times += 1

    async def _lock_when_idle(self) -> None:
        """Also when the browser is gone and nobody is left to see it. Asked each time: the board may shorten it."""
        while self._idle.seconds < self._rule().idle_seconds:
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        await lock(self._shell)

    def _rule(self) -> LockRule:
        return lock_rule.rule(self._phone, usual_minutes=self._idle_minutes)

    def _closed(self) -> None:
        """In whatever thread: another page may have destroyed what this one shows."""
        with contextlib.suppress(RuntimeError):  # the program is ending
            self._loop.call_soon_threadsafe(self._leave, context=self._context)

    def _leave(self) -> None:
        if self._shell.phone is self._phone:
            self._shell.phone = None

    async def _revoked(self) -> None:
        """The lock screen then says in words what happened, and sends what waits."""
        await asyncio.to_thread(door.close_and_wipe_revoked, self._phone)
