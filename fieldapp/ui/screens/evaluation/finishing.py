"""What a supervisor does with an evaluation: save, finish, go without, and put the session away."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

import flet as ft

from fieldapp.actions import evaluating
from fieldapp.actions.phone import Phone
from fieldapp.domain.evaluation import EvaluationText
from fieldapp.ui import components as c
from fieldapp.ui.hooks import use_first
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _

REASON_CHARACTERS = 200
Save = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True, repr=False)
class Finishing:
    """`typed` holds what has been written since the page was opened; leaving a field saves it."""

    typed: dict[EvaluationText, str]
    going_on: str
    problem: str
    tried: bool
    save: Save
    finish: Action
    waive: Action
    archive: Action
    keep: Save


def use_finishing(phone: Phone, session_id: str) -> Finishing:
    """A hook."""
    errand, run = use_errand()
    tried, set_tried = ft.use_state(False)
    typed: dict[EvaluationText, str] = use_first(dict)
    waive = _use_waiver(phone, session_id)

    async def keep() -> None:
        """As soon as a field is left: nobody has to remember to save."""
        if typed:
            await asyncio.to_thread(evaluating.write, phone, session_id, dict(typed))

    async def do(name: str, deed: Callable[..., object], words: str) -> None:
        if await run(name, _with_words, phone, session_id, typed, deed):
            say(words)

    async def finish() -> None:
        set_tried(True)
        await do("finish", evaluating.finish, _("The evaluation is finished."))

    save = partial(do, "save", evaluating.begin, _("The evaluation is saved."))
    archive = partial(do, "archive", evaluating.archive, _("The session is archived."))
    return Finishing(typed, errand.going_on, errand.problem, tried, save, finish, waive, archive, keep)


def _with_words(
    phone: Phone, session_id: str, texts: dict[EvaluationText, str], deed: Callable[[Phone, str], None]
) -> None:
    """Whatever is done, what has been written is kept first."""
    evaluating.write(phone, session_id, dict(texts))
    deed(phone, session_id)


def _use_waiver(phone: Phone, session_id: str) -> Action:
    """The action that asks why. A hook."""
    asked, ask = ft.use_state(False)
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")

    def leave() -> None:
        ask(False)
        write("")
        set_missing("")

    async def waive() -> None:
        if not reason.strip():
            set_missing(_("Reason: write why there is no evaluation"))
            return
        await asyncio.to_thread(evaluating.waive, phone, session_id, reason)
        leave()
        say(_("The session goes without an evaluation."))

    field = c.field(_("Reason"), reason, write, error=missing, lines=2, max_length=REASON_CHARACTERS)
    words = c.text(_("The figures stay. The reason is kept with the session."), "body_medium")
    button = c.primary(_("Go without an evaluation"), waive)
    ft.use_dialog(c.sheet(_("Without an evaluation?"), [words, field], leave=leave, bottom=button) if asked else None)
    return partial(ask, True)
