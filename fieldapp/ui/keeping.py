"""Keeps a half-filled form as a draft: the newest answers win, off the event loop, one write at a time."""

import asyncio
from collections.abc import Callable
from typing import Any

from fieldapp.actions import drafts
from fieldapp.actions.phone import Phone
from sync.errors import StodkedjanError


class Keeper:
    """`kept` is called with "" after each write, or with the sentence of what went wrong."""

    def __init__(self, phone: Phone, name: str, kept: Callable[[str], None]) -> None:
        self._phone, self._name, self._kept = phone, name, kept
        self._next: dict[str, Any] | None = None
        self._writing: asyncio.Task[None] | None = None

    def keep(self, answers: dict[str, Any]) -> None:
        """Returns at once; on the event loop."""
        self._next = answers
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())

    async def settled(self) -> None:
        """Wait for this before the draft is thrown away, or the last write brings it back."""
        if self._writing:
            await self._writing

    async def _write(self) -> None:
        while self._next is not None:
            answers, self._next = self._next, None
            try:
                await asyncio.to_thread(drafts.save, self._phone, self._name, answers)
            except StodkedjanError as error:
                self._kept(error.sentence())
            else:
                self._kept("")
