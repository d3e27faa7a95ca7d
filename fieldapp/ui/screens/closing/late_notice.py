"""On the queue of a supervisor: something has arrived late."""

import asyncio
import contextlib
from collections.abc import Sequence
from typing import Final

import flet as ft

from fieldapp.actions import late
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LateItem, Role
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, ngettext
from sync.errors import StodkedjanError

EVERY_SECONDS: Final = 300


def late_notice(phone: Phone) -> list[ft.Control]:
    return [LateNotice()] if phone.role is Role.SUPERVISOR else []


@component
def LateNotice() -> ft.Control:
    """Nothing is seen while nothing is late."""
    phone = use_phone()

    async def ask_now_and_then() -> None:
        while True:
            # Without coverage the queue itself says so.
            with contextlib.suppress(StodkedjanError):
                await asyncio.to_thread(late.fetch, phone)
            await asyncio.sleep(EVERY_SECONDS)

    ft.use_effect(ask_now_and_then, [])
    found = late.items(phone)
    return _notice(found) if found else ft.Container()


def _visits(items: Sequence[LateItem]) -> int:
    """A visit comes in several pieces; where no code can be read, each piece counts."""
    return len({code for item in items for code in item.codes}) or len(items)


def _notice(found: tuple[LateItem, ...]) -> ft.Control:
    count, now = _visits(found), _visits([item for item in found if item.needs_follow_up])
    words = ngettext("{n} visit has arrived late.", "{n} visits have arrived late.", count).format(n=count)
    need = ngettext("{n} needs follow-up now.", "{n} need follow-up now.", now).format(n=now) if now else ""
    status = c.Status(ft.Icons.MOVE_TO_INBOX, words, c.Tone.AMBER)
    return c.notice(status, need or _("See what it is, and take it in."), do=going(addresses.LATE))
