"""For somebody who has forgotten the passphrase: what is safe, what to do, and how what waits gets away."""

import asyncio
from collections.abc import Callable

import flet as ft

from fieldapp.actions import rescue
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.entry.steps import problem
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def NoWayIn(waiting: int, *, sent: Callable[[int], None], start_over: Action) -> ft.Control:
    """`sent` is told how many still wait after a try."""
    shell = use_shell()
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")
    done, set_done = ft.use_state(0)

    async def send() -> None:
        set_busy(True)
        set_trouble("")
        try:
            outcome = await asyncio.to_thread(rescue.deliver_locked, shell.folder)
            set_done(outcome.sent)
        except StodkedjanError as error:
            set_trouble(sentence(error))
        sent(rescue.waiting(shell.folder))
        set_busy(False)

    body = c.page_body(
        *problem(trouble),
        *_delivery(waiting, done, busy=busy),
        _safe(),
        _steps(waiting),
        c.card(
            c.header(_("Until then"), "title_medium"),
            c.text(_("Borrow a phone, or write the contact codes on paper. Never names."), "body_medium"),
        ),
    )
    if waiting:
        button = c.primary(_("Send what waits"), send, I.CLOUD_UPLOAD_OUTLINED, busy=_("Sending…") if busy else "")
    else:
        button = c.secondary(_("Start over with a new invite"), start_over, I.RESTART_ALT)
    return c.frame(body, c.bottom_bar(button))


def _delivery(waiting: int, done: int, *, busy: bool) -> list[ft.Control]:
    if busy:
        return [c.working(_("Sending to the district…"))]
    if waiting:
        words = ngettext("{n} record waits on this phone.", "{n} records wait on this phone.", waiting)
        status = c.Status(I.SMARTPHONE, words.format(n=waiting), c.Tone.AMBER)
        return [c.notice(status, _("They can be sent without the passphrase. Nobody can read them on the way."))]
    if done:
        words = ngettext("{n} record is sent.", "{n} records are sent.", done).format(n=done)
        return [c.notice(c.Status(I.CLOUD_DONE_OUTLINED, words), _("Nothing waits on this phone."), live=True)]
    return [c.notice(c.Status(I.CLOUD_DONE_OUTLINED, _("Nothing waits on this phone.")))]


def _safe() -> ft.Control:
    return c.card(
        c.header(_("Nothing is deleted"), "title_medium"),
        c.text(_("Nobody can read the phone without the passphrase, and nobody can reset it."), "body_medium"),
    )


def _steps(waiting: int) -> ft.Control:
    last = _("Send what waits, then start over here.") if waiting else _("Start over here with the new invite.")
    return c.card(
        c.header(_("Do this"), "title_medium"),
        c.fact(I.LOOKS_ONE_OUTLINED, _("Check for capital letters and the language of the keyboard.")),
        c.fact(I.LOOKS_TWO_OUTLINED, _("Ask your supervisor for a new invite for you.")),
        c.fact(I.LOOKS_3_OUTLINED, last),
    )
