"""What is seen while no phone is unlocked: the first run, the lock, a damaged store, and the urgent numbers."""

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial

import flet as ft

from fieldapp.actions import door, places
from fieldapp.actions.views import DoorView, Situation
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.hooks import use_made
from fieldapp.ui.locking import use_choose_place
from fieldapp.ui.look import look
from fieldapp.ui.screens.entry.delivering import use_delivering
from fieldapp.ui.screens.entry.first_run import FirstRun
from fieldapp.ui.screens.entry.no_way_in import NoWayIn
from fieldapp.ui.screens.entry.start_over import StartOver
from fieldapp.ui.screens.entry.unlock import Unlock
from fieldapp.ui.screens.entry.wiped import Wiped
from fieldapp.ui.screens.urgent_numbers import UrgentNumbers
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _


class Place(StrEnum):
    DOOR = "door"
    HELP = "help"
    START_OVER = "start_over"
    URGENT = "urgent"


@screen
def Door() -> ft.View:
    shell = use_shell()
    place, go = ft.use_state(Place.DOOR)
    # Looked at once: while the recovery kit is shown, the folder is no longer new.
    look_at_it = partial(door.look, shell.folder, clock=shell.clock)
    seen, see = use_made(look_at_it)
    waiting, set_waiting = use_delivering(shell.folder, seen, revoked=lambda: see(look_at_it()))
    found = replace(seen, waiting=waiting)

    def wear() -> None:
        look().exercise = found.exercise

    def start_again() -> None:
        """A place that is empty now is left, when the phone has others."""
        others = [one for one in places.known(shell.first_place) if one.folder != shell.folder]
        if others and not door.look(shell.folder).is_there:
            shell.choosing = True
            return
        see(look_at_it())
        go(Place.DOOR)

    ft.use_effect(wear, [found.exercise])
    back = partial(go, Place.DOOR)
    if place is Place.START_OVER:
        leave = partial(go, Place.HELP)
        return _view(StartOver(done=start_again, leave=leave), c.app_bar(_("Start over"), back=leave))
    if place is Place.HELP:
        body = NoWayIn(found.waiting, sent=set_waiting, start_over=partial(go, Place.START_OVER))
        return _view(body, c.app_bar(_("I cannot get in"), back=back))
    if place is Place.URGENT:
        return _view(UrgentNumbers(), c.app_bar(_("Urgent numbers"), back=back))
    ways = Ways(partial(go, Place.HELP), partial(go, Place.URGENT), start_again, use_choose_place())
    return _door(found, ways)


@dataclass(frozen=True, slots=True)
class Ways:
    """Where one can go from the door."""

    ask_help: Action
    urgent: Action
    look_again: Action
    choose_place: Action


def _door(found: DoorView, ways: Ways) -> ft.View:
    urgent, look_again = ways.urgent, ways.look_again
    if found.situation is Situation.NEW:
        return _view(FirstRun(urgent=urgent, choose_place=ways.choose_place))
    if found.situation is Situation.WIPED:
        return _view(Wiped(found, over=look_again, urgent=urgent), c.app_bar(_("Stödkedjan")))
    if found.situation is Situation.DAMAGED:
        return _view(Damaged(urgent=urgent), c.app_bar(_("Stödkedjan")))
    return _view(Unlock(found, ask_help=ways.ask_help, urgent=urgent, wiped=look_again, choose_place=ways.choose_place))


@component
def Damaged(*, urgent: Action) -> ft.Control:
    detail = _("Nothing is deleted. Your visits are fetched from the district. Call your supervisor.")
    told = c.trouble(_("The storage on this phone is damaged"), detail)
    return c.frame(c.page_body(told), c.bottom_bar(c.secondary(_("Urgent numbers"), urgent)))


def _view(body: ft.Control, bar: ft.AppBar | None = None) -> ft.View:
    shown = body if bar else ft.SafeArea(body, expand=True)
    return ft.View(route="/", padding=0, spacing=0, appbar=bar, controls=[shown])
