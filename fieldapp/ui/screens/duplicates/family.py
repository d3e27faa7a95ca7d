"""Several persons with one number: called once, or each on their own. They are never joined."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import duplicates
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.duplicates.proposed import code_of
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Family() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    errand, run = use_errand()
    people = _people(phone, contact)

    async def together() -> None:
        if await run("together", duplicates.handle_together, phone, people):
            say(_("One call is for all of them."), undo=partial(_undo, phone, people))
            await go(places.DUPLICATES)

    async def apart() -> None:
        if await run("apart", duplicates.handle_apart, phone, people):
            say(_("Each has a call of their own. Nobody is asked again."))
            await go(places.DUPLICATES)

    back = going(places.DUPLICATES)
    page = partial(page_view, lock, phone, places.family(contact), _("A family?"), back=back)
    if not people:
        return page(c.empty(_("This has been decided"), "", c.secondary(_("Back to the list"), back)))
    words = ngettext("{n} person has the same number.", "{n} persons have the same number.", len(people))
    lines = [c.row(c.code(code_of(phone, one)), do=going(places.person(one))) for one in people]
    buttons = c.pair(
        c.secondary(_("Each on their own"), apart),
        c.primary(_("One call for all"), together, I.FAMILY_RESTROOM, busy=_("Saving…") if errand.going_on else ""),
    )
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(words.format(n=len(people)), "body_large"),
        c.rows(*lines),
        c.hint(_("They stay persons of their own. An attempt can be noted for all of them at once.")),
        bottom=c.bottom_bar(buttons),
    )


async def _undo(phone: Phone, people: tuple[str, ...]) -> None:
    await asyncio.to_thread(duplicates.ask_again, phone, people)
    say(_("Nothing is decided about them."))


def _people(phone: Phone, contact: str) -> tuple[str, ...]:
    return next((people for people in duplicates.sharing_a_number(phone) if contact in people), ())
