"""Signed in, but a supervisor has to compare six digits before the role's keys are handed over."""

import asyncio

import flet as ft

from fieldapp.actions import people, syncing
from fieldapp.actions.views import DigitsView, SyncProgress
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.entry.steps import problem
from fieldapp.ui.state import use_phone, use_sync
from fieldapp.ui.words import _, label, sentence
from sync.errors import StodkedjanError


@screen
def WaitingForRole() -> ft.View:
    lock = use_lock()
    bar = c.app_bar(_("Waiting for your role"), lock=lock)
    return ft.View(route="/", padding=0, spacing=0, appbar=bar, controls=[Waiting()])


@component
def Waiting() -> ft.Control:
    phone, sync = use_phone(), use_sync()
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    async def fetch() -> None:
        set_busy(True)
        set_trouble("")
        try:
            await asyncio.to_thread(syncing.synchronise, phone, _silent)
        except StodkedjanError as error:
            set_trouble(sentence(error))
        finally:
            set_busy(False)

    digits = people.my_digits(phone)
    failed = trouble or (_(sync.problem) if sync.problem else "")
    shown = _digits(digits) if digits else _no_digits(label(phone.role))
    button = c.primary(_("Fetch again"), fetch, ft.Icons.REFRESH, busy=_("Fetching…") if busy else "")
    return c.frame(c.page_body(*problem(failed), *shown), c.bottom_bar(button))


def _digits(digits: DigitsView) -> list[ft.Control]:
    centre = ft.TextAlign.CENTER
    figure = c.code(digits.digits, "huge")
    return [
        c.card(
            c.text(_("Your six digits"), "title_medium", align=centre),
            ft.Container(figure, alignment=ft.Alignment.CENTER, padding=12),
            c.text(_("A supervisor compares the digits with you. Read them aloud."), "body_medium", align=centre),
        ),
        c.hint(_("If they differ, stop. Somebody else may have used the invite.")),
    ]


def _no_digits(role: str) -> list[ft.Control]:
    words = _("The phone is connected as {role}. A supervisor has to approve it before you can read anything.")
    return [
        c.empty(_("Call your supervisor"), words.format(role=role.lower())),
        c.hint(_("Six digits appear here when the supervisor has opened your phone in Devices.")),
    ]


def _silent(_progress: SyncProgress) -> None:
    """The button already says that it works."""
