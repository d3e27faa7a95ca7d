"""Two records side by side, and the human who says whether they are one person."""

import asyncio
from dataclasses import dataclass
from functools import partial

import flet as ft

from fieldapp.actions import duplicates
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import PersonView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.duplicates.side_by_side import side_by_side
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@dataclass(frozen=True, slots=True, repr=False)
class Opened:
    both: tuple[PersonView, PersonView] | None = None
    problem: str = ""


@screen
def Compare() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    one, other = place["one"], place["other"]
    opened, set_opened = ft.use_state(Opened())
    errand, run = use_errand()

    async def enter() -> None:
        set_opened(await asyncio.to_thread(_opened, phone, one, other))

    async def join() -> None:
        if await run("join", duplicates.join, phone, one, other):
            say(_("They are one person. Both codes work."), undo=partial(_undo, phone, one, other))
            await go(places.person(one))

    async def apart() -> None:
        if await run("apart", duplicates.keep_apart, phone, one, other):
            say(_("They stay two persons. Nobody is asked again."))
            await go(places.DUPLICATES)

    ft.use_effect(enter, [one, other])
    here, back = places.compare(one, other), going(places.DUPLICATES)
    page = partial(page_view, lock, phone, here, _("Same person?"), back=back)
    if opened.both is None:
        back_to = c.secondary(_("Back to the list"), back)
        waits = c.trouble(_("They cannot be compared"), opened.problem, back_to) if opened.problem else None
        return page(waits or c.working(_("Opening…")))
    buttons = c.pair(
        c.secondary(_("Not the same person"), apart, busy=_("Saving…") if errand.going_on == "apart" else ""),
        c.primary(_("Join them"), join, I.JOIN_FULL, busy=_("Joining…") if errand.going_on == "join" else ""),
    )
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.fact(I.VISIBILITY_OUTLINED, _("You have opened both. Logged."), style="body_small"),
        side_by_side(*opened.both),
        c.hint(_("Both visits stay, and both codes work. Of two follow-ups of the same kind, one is kept.")),
        bottom=c.bottom_bar(buttons),
    )


def _opened(phone: Phone, one: str, other: str) -> Opened:
    try:
        return Opened(both=duplicates.compare(phone, one, other))
    except StodkedjanError as error:
        return Opened(problem=sentence(error))


async def _undo(phone: Phone, one: str, other: str) -> None:
    """Whichever of the two gave up its code: taking either out of the pair undoes it."""
    await asyncio.to_thread(duplicates.undo_pair, phone, one, other)
    say(_("They are two persons again."))
