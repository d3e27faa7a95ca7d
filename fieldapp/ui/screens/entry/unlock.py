"""The lock: a passphrase, what waits, and two ways to help."""

import asyncio

import flet as ft

from fieldapp.actions import door
from fieldapp.actions.door import PhoneWiped, WaitBeforeNextTry
from fieldapp.actions.views import DoorView
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.look import big
from fieldapp.ui.screens.entry.countdown import use_countdown, waiting_words
from fieldapp.ui.screens.entry.language import other_language
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, moment, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def Unlock(found: DoorView, *, ask_help: Action, urgent: Action, wiped: Action, choose_place: Action) -> ft.Control:
    shell = use_shell()
    passphrase, set_passphrase = ft.use_state("")
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)
    left, set_left = ft.use_state(found.tries_left)
    wait, set_wait = use_countdown(found.wait_seconds)

    async def unlock() -> None:
        set_busy(True)
        try:
            shell.phone = await asyncio.to_thread(door.unlock, shell.folder, passphrase, clock=shell.clock)
        except WaitBeforeNextTry as later:
            set_wait(later.seconds)
            set_problem("")
        except PhoneWiped:
            wiped()
        except StodkedjanError as error:
            set_problem(sentence(error))
            seen = door.look(shell.folder, clock=shell.clock)
            set_wait(seen.wait_seconds)
            set_left(seen.tries_left)
        finally:
            set_busy(False)

    async def unlock_once() -> None:
        if not busy:
            await unlock()

    def typed(words: str) -> None:
        set_passphrase(words)
        set_problem("")

    field = c.PassphraseField(
        _("Passphrase"), passphrase, typed, error=waiting_words(wait) or problem, submitted=unlock_once
    )
    body = c.page_body(
        *_who(found),
        *_waiting(found.waiting),
        *_warning(left),
        field,
        ft.Column(
            [
                c.quiet(_("I cannot get in"), ask_help),
                c.quiet(_("Urgent numbers"), urgent),
                c.quiet(_("Another place to work"), choose_place),
                other_language(),
            ],
            horizontal_alignment=ft.CrossAxisAlignment.CENTER,
            spacing=4,
        ),
    )
    return c.frame(body, c.bottom_bar(_button(unlock_once, busy)))


def _button(do: Action, busy: bool) -> ft.Control:
    return c.primary(_("Unlock"), do, busy=_("Unlocking…") if busy else "")


def _who(found: DoorView) -> list[ft.Control]:
    place = ", ".join(part for part in (found.device_label, found.board_name) if part)
    centre = ft.TextAlign.CENTER
    mark = [] if big() else [ft.Container(c.rings(72), padding=ft.Padding.only(top=84), alignment=ft.Alignment.CENTER)]
    title = ft.Semantics(
        header=True, heading_level=1, container=True, content=c.text(_("Stödkedjan"), "headline_small", align=centre)
    )
    until = [c.text(hours(found), "body_large", align=centre)] if found.until else []
    named = [c.text(place, "body_large", ft.Colors.ON_SURFACE_VARIANT, align=centre)] if place else []
    return [*mark, title, *named, *until, ft.Container(height=8)]


def hours(found: DoorView) -> str:
    """Of a guest: how long she works here."""
    return _("On loan until {when}").format(when=moment(found.until)) if found.until else ""


def _waiting(count: int) -> list[ft.Control]:
    if count == 0:
        return []
    words = ngettext("{n} record waits", "{n} records wait", count).format(n=count)
    status = c.Status(I.SMARTPHONE, words, c.Tone.AMBER)
    return [c.notice(status, _("They are sent also while the app is locked."))]


def _warning(left: int | None) -> list[ft.Control]:
    """Said before it happens, with what is not lost by it."""
    if left is None:
        return []
    words = ngettext(
        "{n} try is left, then everything on the phone is deleted",
        "{n} tries are left, then everything on the phone is deleted",
        left,
    )
    safe = _(
        "Nothing that has been sent is lost, and what waits is still sent. With a new invite your work comes back."
    )
    return [c.notice(c.Status(I.REPORT_OUTLINED, words.format(n=left), c.Tone.BRICK), safe, live=True)]
