"""Telling those who wait that their board has moved: one look a second for all of them, whoever wrote it."""

import asyncio
import contextlib
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import Final

from sqlalchemy import func, select
from starlette.concurrency import run_in_threadpool

from sync.server import devices
from sync.server.board_state import server_epoch
from sync.server.district import Caller, District
from sync.server.refusals import DatabaseUnavailable
from sync.server.tables import letters, log, mailboxes, streams

LOOK_SECONDS: Final = 1.0

Tide = tuple[str, int, int, int, int]


@dataclass(slots=True)
class _Watched:
    """One board that somebody waits for: what was last seen of it, and the task that looks."""

    waiting: int = 0
    tide: Tide | None = None
    looked: asyncio.Event = field(default_factory=asyncio.Event)
    task: asyncio.Task[None] | None = None


class News:
    """Whoever waits holds neither a thread nor a connection; servers on one database see each other's writes."""

    def __init__(self, district: District) -> None:
        self._district = district
        self._boards: dict[bytes, _Watched] = {}
        self._is_ending = False

    async def came(self, caller: Caller, state: str, seconds: float) -> bool:
        """Whether there is anything new for a device that was last told `state`; at the latest after so long."""
        until = asyncio.get_running_loop().time() + seconds
        with self._watching(caller.board) as watched:
            await watched.looked.wait()
            while True:
                seen = watched.tide
                if await run_in_threadpool(self._state, caller) != state:
                    return True
                if not await self._moved(watched, seen, until):
                    return False

    def end(self) -> None:
        """The server stops: nobody waits any longer than until the next look."""
        self._is_ending = True

    def end_with_the_process(self) -> None:
        """A server that is told to stop finishes its requests first: those who wait must not hold it up."""
        for number in (signal.SIGINT, signal.SIGTERM):
            # Only the main thread is told of signals; in another there is nothing to hold up either.
            with contextlib.suppress(ValueError):
                self._end_at(number)

    def _end_at(self, number: signal.Signals) -> None:
        before = signal.getsignal(number)

        def stopping(received: int, frame: FrameType | None) -> None:
            self.end()
            if callable(before):
                before(received, frame)

        if callable(before):
            signal.signal(number, stopping)

    def _state(self, caller: Caller) -> str:
        return devices.hello(self._district, caller).state

    async def _moved(self, watched: _Watched, seen: Tide | None, until: float) -> bool:
        loop = asyncio.get_running_loop()
        while watched.tide == seen:
            if self._is_ending or loop.time() >= until:
                return False
            await asyncio.sleep(min(LOOK_SECONDS / 4, max(0.0, until - loop.time())))
        return True

    @contextmanager
    def _watching(self, board: bytes) -> Iterator[_Watched]:
        watched = self._boards.setdefault(board, _Watched())
        watched.waiting += 1
        watched.task = watched.task or asyncio.get_running_loop().create_task(self._look(board, watched))
        try:
            yield watched
        finally:
            watched.waiting -= 1
            if not watched.waiting:
                self._boards.pop(board, None)
                watched.task.cancel()

    async def _look(self, board: bytes, watched: _Watched) -> None:
        while True:
            # A database that does not answer just now has nothing new to say.
            with contextlib.suppress(DatabaseUnavailable):
                watched.tide = await run_in_threadpool(self._tide, board)
            watched.looked.set()
            await asyncio.sleep(LOOK_SECONDS)

    def _tide(self, board: bytes) -> Tide:
        """Grows with everything that can be new to anybody of the board."""
        sums = select(
            select(func.coalesce(func.sum(streams.c.seq), 0)).where(streams.c.board == board).scalar_subquery(),
            select(func.coalesce(func.max(log.c.seq), 0)).where(log.c.board == board).scalar_subquery(),
            select(func.coalesce(func.sum(mailboxes.c.last), 0)).where(mailboxes.c.board == board).scalar_subquery(),
            select(func.coalesce(func.max(letters.c.seq), 0)).where(letters.c.board == board).scalar_subquery(),
        )
        with self._district.database.reading() as connection:
            written, stated, granted, lettered = connection.execute(sums).one()
            return server_epoch(connection, board), int(written), int(stated), int(granted), int(lettered)
