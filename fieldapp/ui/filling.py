"""A form that is being filled in: kept at each answer, checked when somebody saves, saved once."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.hooks import use_first
from fieldapp.ui.keeping import Keeper
from sync.errors import StodkedjanError

Form = TypeVar("Form")
DRAWN_SECONDS = 0.05


class Filling(Generic[Form]):
    """`problem` is an English msgid, "" while all is well; `tried` once somebody wanted to save.

    `apply` gives the form with some answers changed; `to_json` what is kept of it under `name`.
    """

    def __init__(
        self,
        phone: Phone,
        name: str,
        form: Form,
        *,
        apply: Callable[..., Form],
        to_json: Callable[[Form], dict[str, Any]],
    ) -> None:
        self.form = form
        self.tried = self.busy = False
        self.problem = ""
        self.body: ft.Ref[ft.Column] = ft.Ref()
        self.redraw: Callable[[], None] = lambda: None
        self._apply, self._to_json = apply, to_json
        self._keeper = Keeper(phone, name, self.tell)

    def answer(self, **changes: Any) -> None:
        self.form = self._apply(self.form, **changes)
        self._keeper.keep(self._to_json(self.form))
        self.redraw()

    def tell(self, problem: str) -> None:
        if problem != self.problem:
            self.problem = problem
            self.redraw()

    async def save(self, *, is_complete: bool, act: Callable[[], Awaitable[None]]) -> None:
        """Says what is left, or does `act` once, however often somebody taps."""
        self.tried = True
        self.redraw()
        if not is_complete:
            await self.show_top()
        elif not self.busy:
            await self._once(act)

    async def settled(self) -> None:
        """Wait for this before the draft is thrown away, or the last write brings it back."""
        await self._keeper.settled()

    async def go_to(self, key: str) -> None:
        await asyncio.sleep(DRAWN_SECONDS)
        if self.body.current:
            await c.scroll_to_question(self.body.current, key)

    async def show_top(self) -> None:
        # What was drawn before is replaced when the page is drawn again, so it is looked up afterwards.
        await asyncio.sleep(DRAWN_SECONDS)
        if self.body.current:
            await c.scroll_to_top(self.body.current)

    async def _once(self, act: Callable[[], Awaitable[None]]) -> None:
        self.busy = True
        self.redraw()
        try:
            await self.settled()
            await act()
        except StodkedjanError as known:
            self.tell(known.sentence())
            await self.show_top()
        finally:
            self.busy = False
            self.redraw()


def use_filling(make: Callable[[], Filling[Form]]) -> Filling[Form]:
    """The same filling at each drawing; drawn again when it changes. A hook."""
    filling = use_first(make)
    _drawn, draw = ft.use_state(0)
    filling.redraw = lambda: draw(lambda before: before + 1)
    return filling
