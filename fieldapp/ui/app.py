"""One page of the app: what it wears, what it knows, and what it shows locked and unlocked."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final, cast

import flet as ft

from fieldapp.actions import places
from fieldapp.actions.lease import has_lapsed
from fieldapp.actions.phone import Clock, Phone, wall_clock
from fieldapp.ui import components as c
from fieldapp.ui.background import Background
from fieldapp.ui.component import component
from fieldapp.ui.gate import FontGate
from fieldapp.ui.going import going
from fieldapp.ui.locking import lock, lock_when_hidden
from fieldapp.ui.look import look
from fieldapp.ui.routes import lapsed_routes, routes
from fieldapp.ui.screens.entry.chooser import Chooser
from fieldapp.ui.screens.entry.door import Door
from fieldapp.ui.screens.entry.waiting import WaitingForRole
from fieldapp.ui.state import Shell, ShellContext, SyncContext, SyncState, Written, WrittenContext, use_shell
from fieldapp.ui.theme import dress
from fieldapp.ui.words import _

IDLE_MINUTES: Final = 5
# Where somebody was in the middle of something; everywhere else one starts over after the lock.
KEPT_PLACES: Final = ("/visit", "/count", "/agree/", "/open")


def main(
    page: ft.Page,
    folder: Path,
    *,
    language: str = "sv",
    idle_minutes: float = IDLE_MINUTES,
    clock: Clock = wall_clock,
    guided_since: datetime | None = None,
) -> None:
    """Several pages may share a folder; each unlocks for itself. `clock`: what time it is on this phone.

    `guided_since`: of the demo, which shows what to do next.
    """
    page.title = "Stödkedjan"
    dress(page)
    look().language = language
    begin, several = places.first(folder), len(places.known(folder)) > 1
    opened = Shell(begin, root=folder, choosing=several, clock=clock, guided_since=guided_since)
    wiring = Wiring(opened, Written(), SyncState(), idle_minutes)
    shell = wiring.shell

    async def hidden(event: ft.AppLifecycleStateChangeEvent) -> None:
        await lock_when_hidden(shell, event)

    async def gone(_event: ft.Event[Any]) -> None:
        await lock(shell)

    page.on_app_lifecycle_state_change, page.on_close = hidden, gone
    page.render_views(FontGate, partial(_in_context, wiring))


@dataclass(frozen=True, slots=True)
class Wiring:
    """What one page is made of. Not observable itself: a component follows only what it asks for."""

    shell: Shell
    written: Written
    sync: SyncState
    idle_minutes: float


def _in_context(wiring: Wiring) -> list[ft.View]:
    def inside() -> list[ft.View]:
        return SyncContext(wiring.sync, partial(App, wiring))

    return ShellContext(wiring.shell, lambda: WrittenContext(wiring.written, inside))


@component
def App(wiring: Wiring) -> list[ft.View]:
    shell = use_shell()
    running: ft.MutableRef[Background | None] = ft.use_ref(None)

    async def follow() -> None:
        if running.current:
            running.current.stop()
        running.current = _begun(wiring)
        if shell.phone is None:
            await _leave_place()

    ft.use_effect(follow, [id(shell.phone)])
    if shell.phone is None:
        return [Chooser() if shell.choosing else Door()]
    if shell.phone.is_waiting_for_role:
        return [WaitingForRole()]
    return _routed(shell.phone)


def _routed(phone: Phone) -> list[ft.View]:
    # Asked of the phone itself: before the first write the shell has not been told.
    shown = lapsed_routes() if has_lapsed(phone) else routes(phone.role)
    return cast(list[ft.View], ft.Router(shown, not_found=Lost, manage_views=True))


def _begun(wiring: Wiring) -> Background | None:
    phone = wiring.shell.phone
    if phone is None:
        return None
    look().exercise = phone.exercise
    return Background(wiring.shell, wiring.written, wiring.sync, phone, idle_minutes=wiring.idle_minutes)


async def _leave_place() -> None:
    page = ft.context.page
    if page.route not in ("", "/", None) and not page.route.startswith(KEPT_PLACES):
        await page.push_route("/")


@component
def Lost() -> ft.Control:
    """An address from an older version of the app, or one of another role."""
    return c.frame(c.page_body(c.empty(_("There is nothing here"), "", c.secondary(_("Go to the start"), going("/")))))
