"""What happens when somebody taps: sync and async actions alike, and no crash screen."""

import asyncio
import inspect
import logging
import traceback
from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from pathlib import Path
from typing import Any

import flet as ft

from fieldapp.ui.idle import idle
from fieldapp.ui.look import look, narrow
from fieldapp.ui.tokens import BAR_HEIGHT, BUTTON, RADIUS_FIELD, TYPE, L
from fieldapp.ui.turns import newest, turn
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

Outcome = Awaitable[None] | None
Action = Callable[[], Outcome]
Handler = Callable[[ft.Event[Any]], Awaitable[None]]

UNDO_HEIGHT = 48

log = logging.getLogger("stodkedjan.ui")


def tap(action: Callable[..., Outcome], *values: object) -> Handler:
    """A handler that calls `action(*values)`; a coroutine made in a lambda would never run otherwise."""
    return partial(_tapped, action, *values)


async def _tapped(action: Callable[..., Outcome], *values_and_event: Any) -> None:
    *values, event = values_and_event
    await _in_turn(event, partial(_tapped, action, *values))


def typed(changed: Callable[[str], Outcome]) -> Handler:
    """A handler that passes on what a field holds now."""
    return partial(_typed, changed)


async def _typed(changed: Callable[[str], Outcome], event: ft.Event[Any]) -> None:
    # The field's own value may have been drawn back meanwhile; what was typed is in the event.
    words = event.control.value if event.data is None else event.data
    await _in_turn(event, partial(_typed, changed), str(words or ""))


async def _in_turn(event: ft.Event[Any], handler: "partial[Coroutine[Any, Any, None]]", *said: str) -> None:
    async with turn():
        action, *values = newest(event, handler).args
        going_on = asyncio.ensure_future(guarded(action, *values, *said))
    await going_on


async def guarded(action: Callable[..., Outcome], *values: object) -> None:
    """The last net under a screen's own error handling: the sentence is shown, the app goes on."""
    idle().touch()
    try:
        outcome = action(*values)
        if inspect.isawaitable(outcome):
            await outcome
    except StodkedjanError as known:
        say(sentence(known))
    except Exception as unknown:  # noqa: BLE001 - the guard: Flet would show a crash screen with the message in it
        log_place("action", unknown)
        say(_("This did not work. Nothing that was saved is lost. Try again, or close the app and open it again."))


def log_place(what: str, error: BaseException) -> None:
    """Type and place only: an error's own words may hold what somebody wrote about a person."""
    frames = traceback.extract_tb(error.__traceback__)[-3:]
    places = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    log.error("%s stopped: %s at %s", what, type(error).__name__, places)


def say(words: str, *, undo: Action | None = None, undo_seconds: int = 10) -> None:
    """A short line at the bottom, read aloud; with `undo` it stays long enough to be used."""
    line = ft.Text(words, style=TYPE["body_medium"].copy(color=ft.Colors.ON_INVERSE_SURFACE), expand=True)
    snack = ft.SnackBar(
        content=ft.Row([line], spacing=L),
        persist=False,
        behavior=ft.SnackBarBehavior.FLOATING,
        duration=ft.Duration(seconds=undo_seconds if undo else 5),
        bgcolor=ft.Colors.INVERSE_SURFACE,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_FIELD),
        # Above the action under the thumb, which stays in reach.
        margin=ft.Margin.only(left=L, right=L, bottom=BAR_HEIGHT * (2 if narrow() else min(look().scale, 1.6))),
    )
    if undo:
        snack.content = ft.Row([line, _undo_button(snack, undo)], spacing=L)
    ft.context.page.show_dialog(snack)


def _undo_button(snack: ft.SnackBar, undo: Action) -> ft.Control:
    """Flet's own snack action is 40 high: too small for a thumb."""

    async def take_back() -> None:
        snack.open = False
        snack.update()
        await guarded(undo)

    return ft.TextButton(
        content=ft.Text(_("Undo"), style=BUTTON.copy(color=ft.Colors.INVERSE_PRIMARY)),
        on_click=tap(take_back),
        height=UNDO_HEIGHT,
        # What the theme gives around a button's words would cut them off at this height.
        style=ft.ButtonStyle(padding=ft.Padding.symmetric(horizontal=12, vertical=8)),
    )
