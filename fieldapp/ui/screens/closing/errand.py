"""One slow thing at a time: which one is going on, and what went wrong with the last."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import flet as ft

from fieldapp.ui.words import sentence
from sync.errors import StodkedjanError


@dataclass(frozen=True, slots=True)
class Errand:
    """`going_on` is the name it was started with, "" when nothing is; `problem` is a sentence."""

    going_on: str = ""
    problem: str = ""


Run = Callable[..., Awaitable[bool]]


def use_errand() -> tuple[Errand, Run]:
    """`await run(name, deed, *values)` does it in a thread; True when it went well. A hook."""
    errand, set_errand = ft.use_state(Errand())

    async def run(name: str, deed: Callable[..., object], *values: object) -> bool:
        if errand.going_on:
            return False
        set_errand(Errand(going_on=name))
        try:
            await asyncio.to_thread(deed, *values)
        except StodkedjanError as error:
            set_errand(Errand(problem=sentence(error)))
            return False
        set_errand(Errand())
        return True

    return errand, run
