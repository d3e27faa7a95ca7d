"""Ending an exercise: what has to be kept first, and what is then destroyed."""

import asyncio
from typing import Final

import flet as ft

from fieldapp.actions import exercises
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ExerciseView, SessionView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.facts import what_happened
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, ngettext
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons
EXERCISE: Final = f"{places.MORE}/exercise"


@screen
def ExercisePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    asked, ask = ft.use_state(False)
    busy, set_busy = ft.use_state(False)
    problem, set_problem = ft.use_state("")
    found = exercises.ending(phone)

    async def end() -> None:
        set_busy(True)
        set_problem("")
        try:
            await asyncio.to_thread(exercises.end, phone)
        except StodkedjanError as error:
            set_problem(refused(error))
            set_busy(False)
        ask(False)

    if asked:
        bar = c.app_bar(_("End the exercise"), lock=lock, back=lambda: ask(False))
        body = _sure(found, end, lambda: ask(False), busy=busy)
        return ft.View(route=EXERCISE, padding=0, spacing=0, appbar=bar, controls=[body])
    button = c.primary(_("End the exercise"), lambda: ask(True), I.FLAG_OUTLINED)
    return page_view(
        lock,
        phone,
        EXERCISE,
        _("End the exercise"),
        *([c.trouble(_("The exercise goes on"), problem)] if problem else []),
        *_first(phone, found),
        back=going(places.MORE),
        bottom=c.bottom_bar(button) if found.is_ready else None,
    )


def _first(phone: Phone, found: ExerciseView) -> list[ft.Control]:
    """What is left to do; nothing of an exercise stays but what was saved."""
    told = c.text(_("An exercise is evaluated like the real thing. Then every phone of it is emptied."), "body_medium")
    if found.is_ready:
        status = c.Status(I.TASK_ALT, _("The exercise can be ended"), c.Tone.SPRUCE)
        return [told, c.notice(status, _("Save what you want to keep as files first."))]
    rows = [_session(one) for one in found.not_evaluated]
    left = [c.header(_("Not evaluated yet"), "title_medium"), c.rows(*rows)] if rows else []
    if not found.kept:
        words = _("Save an evaluation as a file: open the session, then its evaluation.")
        left.append(c.notice(c.Status(I.UPLOAD_FILE, _("No evaluation has been saved"), c.Tone.AMBER), words))
    return [told, *left]


def _session(one: SessionView) -> ft.Control:
    return c.row(c.text(what_happened(one), "title_medium"), do=going(addresses.session(one.id)))


def _sure(found: ExerciseView, end: Action, leave: Action, *, busy: bool) -> ft.Control:
    status = c.Status(I.REPORT_OUTLINED, _("Everything in the exercise is destroyed"), c.Tone.BRICK)
    return c.confirm_page(
        c.notice(status, _which(found.phones)),
        c.fact(I.UPLOAD_FILE, _("What was saved as files stays.")),
        yes=_("End the exercise"),
        do=end,
        leave=leave,
        is_severe=True,
        busy=_("Ending…") if busy else "",
    )


def _which(others: int) -> str:
    if not others:
        return _("This phone is emptied at its next contact.")
    words = ngettext(
        "This phone and {n} other are emptied at their next contact.",
        "This phone and {n} others are emptied at their next contact.",
        others,
    )
    return words.format(n=others)
