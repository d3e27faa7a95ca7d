"""Starting over on a phone nobody can open: a page of its own, because its keys are destroyed."""

import asyncio
from pathlib import Path

import flet as ft

from fieldapp.actions import door, rescue, wiping
from fieldapp.actions.views import Situation
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.entry.steps import problem
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, sentence
from sync.errors import FixAndRetry, StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


class OpenElsewhere(FixAndRetry):
    """The app is unlocked in another window on this phone. Lock it there first. Nothing is deleted."""


@component
def StartOver(*, done: Action, leave: Action) -> ft.Control:
    shell = use_shell()
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    async def begin() -> None:
        set_busy(True)
        set_trouble("")
        try:
            await asyncio.to_thread(_start_over, shell.folder)
        except StodkedjanError as error:
            set_trouble(sentence(error))
            set_busy(False)
            # The keys may be gone already, and only the way to the server be missing: the lock screen goes on.
            if door.look(shell.folder).situation is not Situation.WIPED:
                return
        done()

    status = c.Status(I.REPORT_OUTLINED, _("The keys on this phone are destroyed"), c.Tone.BRICK)
    return c.confirm_page(
        *problem(trouble),
        c.notice(status, _("It cannot be undone, and nobody can open what is on the phone after that.")),
        c.card(
            c.fact(I.CLOUD_DONE_OUTLINED, _("Nothing that has been sent is lost. It is with the district.")),
            c.fact(I.EDIT_NOTE, _("A form that was begun and not saved is lost.")),
            c.fact(I.KEY_OUTLINED, _("You need a new invite from your supervisor. With it your work comes back.")),
            spacing=12,
        ),
        yes=_("Start over"),
        do=begin,
        leave=leave,
        is_severe=True,
        busy=_("Starting over…") if busy else "",
    )


def _start_over(folder: Path) -> None:
    if door.is_open(folder):
        raise OpenElsewhere
    # Also what is no record: joining a session, a role's keys.
    rescue.deliver_locked(folder)
    wiping.start_over(folder)
