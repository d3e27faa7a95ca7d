"""Why a protected person is opened: asked first, and logged."""

from collections.abc import Awaitable, Callable

import flet as ft

from fieldapp.ui import components as c
from fieldapp.ui.going import go
from fieldapp.ui.words import N_, _

OTHER = "other"
FOLLOW_UP, GOT_IN_TOUCH = N_("Follow-up"), N_("The person has got in touch")


def use_reason(asked: bool, opened: Callable[[str], Awaitable[None]], place: str) -> None:
    """The sheet, while `asked`; who leaves it comes to `place`. What is logged is what was read. A hook."""
    chosen, choose = ft.use_state("")
    words, write = ft.use_state("")
    problem, set_problem = ft.use_state("")
    entered = ft.use_ref(False)

    async def enter() -> None:
        reason = words.strip() if chosen == OTHER else _(chosen) if chosen else ""
        if not reason:
            set_problem(_("Write why you open the person") if chosen == OTHER else _("Choose why you open the person"))
            return
        set_problem("")
        entered.current = True
        await opened(reason)

    async def dismissed() -> None:
        # Also called when the sheet closes because the person has been opened.
        if not entered.current:
            await go(place)

    offered = [c.Option(one, _(one)) for one in (FOLLOW_UP, GOT_IN_TOUCH)]
    options = [*offered, c.Option(OTHER, _("Something else, write"))]
    field = [c.field(_("Reason"), words, write, max_length=120)] if chosen == OTHER else []
    parts = [
        c.fact(ft.Icons.SHIELD_OUTLINED, _("The person has protected details. The reason is logged.")),
        c.long_choices(options, [chosen], choose),
        *field,
        *([c.error_row(problem)] if problem else []),
    ]
    button = c.primary(_("Open the person"), enter, ft.Icons.LOCK_OPEN)
    ft.use_dialog(c.sheet(_("Why do you open?"), parts, leave=dismissed, bottom=button) if asked else None)
