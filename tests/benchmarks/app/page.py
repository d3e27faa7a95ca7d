"""One open page of the app: the router and its screens, drawn for a client that only counts what it is told."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import cast

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.ui.component import component
from fieldapp.ui.routes import routes
from fieldapp.ui.state import Shell, ShellContext, SyncContext, SyncState, Written, WrittenContext
from tests.ui.screen_driver import Screen, open_views

A_ROW = "Utan ansvarig"
Doing = Callable[[], Awaitable[object]]


class OpenPage:
    """Use inside a running loop; what is written is read again as the app does it."""

    def __init__(self, phone: Phone) -> None:
        self.phone = phone
        self.shell, self.written, self.sync = Shell(phone.folder, phone), Written(), SyncState()
        self.screen: Screen

    async def opened(self) -> float:
        """How long it takes until rows are there."""
        loop = asyncio.get_running_loop()
        self.forget = self.phone.on_change(lambda: loop.call_soon_threadsafe(self._read_again))
        started = time.perf_counter()
        self.screen = await open_views(self._in_context)
        await self.screen.told(A_ROW)
        return time.perf_counter() - started

    def _in_context(self) -> list[ft.View]:
        def inside() -> list[ft.View]:
            return SyncContext(self.sync, partial(_Routed, self.phone))

        return ShellContext(self.shell, lambda: WrittenContext(self.written, inside))

    def _read_again(self) -> None:
        self.written.times += 1

    async def seconds_until(self, do: Doing, words: str) -> float:
        """From doing it until the client has been told these words."""
        self.screen.forget_sent()
        started = time.perf_counter()
        waiting = asyncio.ensure_future(do())
        await self.screen.told(words)
        seconds = time.perf_counter() - started
        await waiting
        return seconds

    async def go(self, route: str, words: str) -> float:
        return await self.seconds_until(partial(self.screen.go, route), words)

    async def tap(self, name: str, words: str) -> float:
        """What it takes to find the button is not counted."""
        button = self.screen.tappable(name)
        return await self.seconds_until(partial(self.screen.session.dispatch_event, button._i, "click", None), words)

    def close(self) -> None:
        self.forget()
        self.screen.close()


@component
def _Routed(phone: Phone) -> list[ft.View]:  # noqa: N802 - a component
    return cast(list[ft.View], ft.Router(routes(phone.role), manage_views=True))
