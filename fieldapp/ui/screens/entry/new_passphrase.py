"""Choosing the passphrase, twice, and making the keys with it."""

from collections.abc import Awaitable, Callable

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.entry.steps import problem, step_head
from fieldapp.ui.screens.entry.strength_hint import strength_hint
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@component
def PassphraseStep(*, is_claim: bool, do: Callable[[str], Awaitable[None]], back: Action) -> ft.Control:
    first, set_first = ft.use_state("")
    second, set_second = ft.use_state("")
    error, set_error = ft.use_state("")
    differs, set_differs = ft.use_state(False)
    busy, set_busy = ft.use_state(False)

    async def on() -> None:
        set_error("")
        set_differs(first != second)
        if first == second and not busy:
            await connect()

    async def connect() -> None:
        set_busy(True)
        try:
            await do(first)
        except StodkedjanError as known:
            set_error(sentence(known))
        finally:
            set_busy(False)

    def again(words: str) -> None:
        set_second(words)
        set_differs(False)

    unlike = _("The two are not the same. Write the same passphrase in both fields.") if differs else ""
    body = c.page_body(
        step_head(_("Choose a passphrase"), back=_nothing if busy else back),
        *problem(error),
        passphrase_rules(),
        c.PassphraseField(_("Passphrase"), first, set_first),
        strength_hint(first),
        c.PassphraseField(_("The same passphrase again"), second, again, error=unlike, submitted=on),
    )
    return c.frame(body, c.bottom_bar(*_working(busy), _button(is_claim, busy, on)))


def passphrase_rules() -> ft.Control:
    words = _("At least ten characters. Three or four words that do not belong together.")
    return c.card(
        c.fact(ft.Icons.KEY_OUTLINED, words),
        c.fact(ft.Icons.EDIT_OFF_OUTLINED, _("Not your name, your work or a date. Not one you use elsewhere.")),
        c.fact(ft.Icons.LOCK_OUTLINE, _("Nobody can reset it. It never leaves this phone.")),
    )


def _working(busy: bool) -> list[ft.Control]:
    return [c.working(_("Making keys and calling the district. It can take half a minute."))] if busy else []


def _button(is_claim: bool, busy: bool, do: Action) -> ft.Control:
    if is_claim:
        return c.primary(_("Create the board"), do, ft.Icons.CHECK, busy=_("Creating…") if busy else "")
    return c.primary(_("Connect the phone"), do, ft.Icons.CHECK, busy=_("Connecting…") if busy else "")


def _nothing() -> None:
    """While keys are made there is no way back."""
