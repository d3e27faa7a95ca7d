"""From unlocked to locked, and out of sight."""

import asyncio
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import door, lock_rule
from fieldapp.ui.components.mark import rings
from fieldapp.ui.state import Shell, use_shell
from fieldapp.ui.tap import Action

COVER: Final = "cover"
State = ft.AppLifecycleState
OUT_OF_SIGHT: Final = (State.HIDE, State.PAUSE, State.DETACH)
# The app switcher is opened over an app that is inactive, not yet hidden.
COVERED: Final = (State.INACTIVE, State.HIDE, State.PAUSE)
PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


async def lock(shell: Shell) -> None:
    """Locks this page; what waits is sent when the app is unlocked again, or by another page that is."""
    phone, shell.phone = shell.phone, None
    if phone is not None:
        await asyncio.to_thread(door.lock, phone)


async def choose_place(shell: Shell) -> None:
    """Locks, and asks which of the phone's places to work in."""
    shell.choosing = True
    await lock(shell)


def use_choose_place() -> Action:
    """The way to the other places on this phone. A hook."""
    return partial(choose_place, use_shell())


def use_lock() -> Action:
    """What the padlock in the app bar does. A hook."""
    return partial(lock, use_shell())


async def lock_when_hidden(shell: Shell, event: ft.AppLifecycleStateChangeEvent) -> None:
    """A phone is put down without a tap, so it locks whenever it is hidden. A browser's tab is hidden whenever
    somebody looks something up, so there only who chose "at once" is locked."""
    page, is_phone = event.page, event.page.platform in PHONES and not event.page.web
    if is_phone:
        cover(page, event.state in COVERED)
    if event.state in OUT_OF_SIGHT and (is_phone or _chose_at_once(shell)):
        await lock(shell)


def _chose_at_once(shell: Shell) -> bool:
    return shell.phone is not None and lock_rule.rule(shell.phone).locks_when_hidden


def cover(page: ft.Page | ft.BasePage, covered: bool) -> None:
    """The mark over everything: what the app switcher photographs. Below it nothing changes, no draft is lost."""
    for shown in [one for one in page.overlay if one.data == COVER]:
        page.overlay.remove(shown)
    if covered:
        mark = ft.Container(rings(96), alignment=ft.Alignment.CENTER, expand=True, bgcolor=ft.Colors.SURFACE)
        mark.data = COVER
        page.overlay.append(mark)
    page.update()
