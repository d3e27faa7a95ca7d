"""From unlocked to locked."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import door
from fieldapp.ui.state import Shell, use_shell
from fieldapp.ui.tap import Action

PHONES = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


async def lock(shell: Shell) -> None:
    """Locks this page; what waits is sent when the app is unlocked again, or by another page that is."""
    phone, shell.phone = shell.phone, None
    if phone is not None:
        await asyncio.to_thread(door.lock, phone)


def use_lock() -> Action:
    """What the padlock in the app bar does. A hook."""
    return partial(lock, use_shell())


async def lock_when_hidden(shell: Shell, event: ft.AppLifecycleStateChangeEvent) -> None:
    """A phone is put down without a tap; a browser's tab is hidden whenever somebody looks something up."""
    page = event.page
    if event.state is ft.AppLifecycleState.HIDE and page.platform in PHONES and not page.web:
        await lock(shell)
