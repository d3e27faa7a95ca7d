"""The one guard round everything that draws: a broken part says so, and the rest of the app goes on."""

import functools
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

import flet as ft

from fieldapp.ui.look import look
from fieldapp.ui.state import NoLongerShown
from fieldapp.ui.tap import Action, log_place, tap
from fieldapp.ui.tokens import BUTTON, EDGE, RADIUS_CARD, TYPE, L, M
from fieldapp.ui.words import _

P = ParamSpec("P")
R = TypeVar("R")


def component(draw: Callable[P, R]) -> Callable[P, R]:
    """`ft.component` that follows text size, window and language, and survives an exception in `draw`.

    Flet stops every update of the page when a component raises while it is drawn again.
    """
    return _watched(draw, _broken_card, ft.Container)


def screen(draw: Callable[P, R]) -> Callable[P, R]:
    """The same for a component that returns a whole `ft.View`."""
    return _watched(draw, _broken_view, ft.View)


def _watched(
    draw: Callable[P, R], broken: Callable[[Action], ft.Control], leaving: Callable[[], ft.Control]
) -> Callable[P, R]:
    @functools.wraps(draw)
    def watched(*args: P.args, **kwargs: P.kwargs) -> R:
        ft.use_state(look())
        tries, set_tries = ft.use_state(0)
        try:
            return draw(*args, **kwargs)
        except NoLongerShown:
            return cast(R, leaving())
        except Exception as error:  # noqa: BLE001 - the guard
            log_place(draw.__qualname__, error)
            return cast(R, broken(lambda: set_tries(tries + 1)))

    return ft.component(watched)


def _broken_view(again: Action) -> ft.Control:
    bar = ft.AppBar(title=ft.Text(_("Stödkedjan")), automatically_imply_leading=True)
    return ft.View(route=ft.context.page.route or "/", padding=EDGE, appbar=bar, controls=[_broken_card(again)])


def _broken_card(again: Action) -> ft.Control:
    """Built of nothing but Flet: what broke may be one of our own parts."""
    ink = ft.Colors.ON_SURFACE
    title = ft.Text(_("This part could not be shown"), style=TYPE["title_medium"].copy(color=ink))
    words = ft.Text(
        _("Nothing that was saved is lost. Try again. If it happens again, go to the start and tell your supervisor."),
        style=TYPE["body_medium"].copy(color=ink),
    )
    head = ft.Row(
        [ft.Icon(ft.Icons.SUPPORT_OUTLINED, color=ft.Colors.ERROR, size=28), ft.Container(title, expand=True)],
        spacing=M,
    )
    buttons = [
        ft.FilledButton(content=ft.Text(_("Try again"), style=BUTTON), on_click=tap(again)),
        ft.TextButton(content=_("Go to the start"), on_click=tap(_to_start)),
    ]
    return ft.Container(
        content=ft.Column([head, words, *buttons], spacing=M, tight=True),
        bgcolor=ft.Colors.SURFACE_CONTAINER_LOWEST,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        border_radius=RADIUS_CARD,
        padding=L,
        margin=ft.Margin.symmetric(horizontal=0, vertical=M),
    )


async def _to_start() -> None:
    await ft.context.page.push_route("/")
