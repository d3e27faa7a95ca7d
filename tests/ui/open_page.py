"""The whole app on one phone, drawn without a window: the router, its screens, and what they read again."""

import asyncio
from functools import partial
from typing import cast

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.ui.component import component
from fieldapp.ui.routes import routes
from fieldapp.ui.state import Shell, ShellContext, SyncContext, SyncState, Written, WrittenContext
from tests.ui.screen_driver import Screen, open_views

PATIENCE_SECONDS = 60


class OpenPage:
    """Use inside a running loop; `phone` is unlocked."""

    def __init__(self, phone: Phone) -> None:
        self._phone, self._written = phone, Written()
        self.screen: Screen

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        self._forget = self._phone.on_change(lambda: loop.call_soon_threadsafe(self._read_again))
        self.screen = await open_views(self._in_context)

    def _in_context(self) -> list[ft.View]:
        shell, sync = Shell(self._phone.folder, self._phone), SyncState()

        def inside() -> list[ft.View]:
            return SyncContext(sync, partial(_Routed, self._phone))

        return ShellContext(shell, lambda: WrittenContext(self._written, inside))

    def _read_again(self) -> None:
        self._written.times += 1

    async def go(self, route: str) -> None:
        await self.screen.go(route)
        await self.settle()

    async def settle(self) -> None:
        await self.screen.settle()

    def shows(self, words: str) -> bool:
        return self.screen.shows(words)

    def offers(self, name: str) -> bool:
        """Whether something with these words can be tapped."""
        try:
            self.screen.tappable(name)
        except LookupError:
            return False
        return True

    def field(self, label: str) -> ft.TextField:
        return self.screen.field(label)

    async def write(self, label: str, words: str) -> None:
        await self.screen.write(label, words)

    async def tap(self, name: str) -> None:
        await self.screen.tap(name)

    async def tap_until(self, name: str, words: str) -> None:
        """For what is done in a thread: taps, and waits until these words are there."""
        await self.screen.tap(name)
        await self.until(words)

    async def until(self, words: str) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not (self.shows(words) or self.offers(words)):
                await asyncio.sleep(0)

    async def until_left(self, route: str) -> str:
        """Waits until another page is on top; gives its address."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while self.screen.page.route == route:
                await asyncio.sleep(0)
        await self.settle()
        return self.screen.page.route

    def close(self) -> None:
        self._forget()
        self.screen.close()


async def open_at(phone: Phone, route: str) -> OpenPage:
    page = OpenPage(phone)
    await page.open()
    await page.go(route)
    return page


@component
def _Routed(phone: Phone) -> list[ft.View]:  # noqa: N802 - a component
    return cast(list[ft.View], ft.Router(routes(phone.role), manage_views=True))
