"""The start of a phone that has not been in contact for too long."""

import asyncio

import flet as ft

from fieldapp.actions import lease, sessions, syncing
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.alarm import AlarmNotice
from fieldapp.ui.screens.supporter.strip import SafetyStrip
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Lapsed() -> ft.View:
    lock = use_lock()
    return task_view("/", _("Stödkedjan"), LapsedHome(), lock=lock)


@component
def LapsedHome() -> ft.Control:
    phone = use_phone()
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)

    async def fetch() -> None:
        set_busy(True)
        set_problem("")
        try:
            await asyncio.to_thread(syncing.synchronise, phone, lambda _progress: None)
        except StodkedjanError as error:
            set_problem(sentence(error))
        finally:
            set_busy(False)

    failed = [c.notice(c.Status(I.CLOUD_OFF_OUTLINED, problem, c.Tone.QUIET), live=True)] if problem else []
    body = c.page_body(AlarmNotice(), SafetyStrip(), Told(), *failed)
    again = c.secondary(_("Connect now"), fetch, I.SYNC, busy=_("Fetching…") if busy else "")
    return c.frame(body, c.bottom_bar(*_new_visit(phone), again))


def hidden(place: str, title: str, lock: Action) -> ft.View:
    """Instead of a page about somebody who was met before."""
    return task_view(place, title, c.frame(c.page_body(Told())), lock=lock, back=going("/"))


@component
def Told() -> ft.Control:
    phone = use_phone()
    words = ngettext(
        "The phone has not been in contact with the district for more than {n} day.",
        "The phone has not been in contact with the district for more than {n} days.",
        lease.days(phone),
    )
    return c.card(
        c.header(_("What is on the phone is locked"), "title_medium"),
        c.text(words.format(n=lease.days(phone)), "body_large"),
        c.fact(I.LOCK_OUTLINE, _("Visits and follow-ups are shown again when the phone has been in contact.")),
        c.fact(I.CLOUD_UPLOAD_OUTLINED, _("Nothing is lost. What waits is sent first.")),
        c.fact(I.ADD, _("New visits can be registered as usual.")),
        spacing=12,
    )


def _new_visit(phone: Phone) -> list[ft.Control]:
    if sessions.current(phone):
        return [c.primary(_("New visit"), going("/visit"), I.ADD)]
    return [c.primary(_("Open a session"), going("/open"), I.ADD)]
