"""Somebody of the staff knows the person: said once, and a colleague takes over."""

from functools import partial

import flet as ft

from fieldapp.actions import recusing
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import go, going
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _


@component
def KnownToMe(contact: str, after: str) -> ft.Control:
    """A quiet button that asks before it does anything; `after` is where one goes then."""
    phone = use_phone()
    asked, ask = ft.use_state(False)
    errand, run = use_errand()

    async def say_so() -> None:
        ask(False)
        if await run("recuse", recusing.recuse, phone, contact):
            say(_("A colleague takes over. You cannot open the person any more."))
            await go(after)

    ft.use_dialog(_question(say_so, partial(ask, False)) if asked else None)
    button = c.quiet(_("I know this person"), partial(ask, True), ft.Icons.DIVERSITY_1_OUTLINED)
    problem = [c.trouble(_("It did not work"), errand.problem)] if errand.problem else []
    return ft.Column([*problem, ft.Row([button], wrap=True)], spacing=8, tight=True)


def _question(do: Action, leave: Action) -> ft.AlertDialog:
    return c.confirm_dialog(
        _("Do you know this person?"),
        _("Then a colleague takes over. What was promised stays in the queue. You cannot open the person any more."),
        yes=_("Yes, let somebody else take over"),
        do=do,
        leave=leave,
    )


def taken_over(place: str, title: str, lock: Action, start: str) -> ft.View:
    """Instead of a page about somebody one knows."""
    told = c.empty(
        _("A colleague takes over"),
        _("You have said that you know this person. What was promised is in the coordinators' queue."),
    )
    return task_view(place, title, c.frame(c.page_body(told)), lock=lock, back=going(start))
