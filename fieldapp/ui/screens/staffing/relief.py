"""Noting that a supporter was offered a relief talk, or has had it: nothing of what was said."""

from functools import partial

import flet as ft

from fieldapp.actions import staffing
from fieldapp.actions.allowed import allowed
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.shift import ReliefTalk
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def ReliefPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, shift = place["id"], place["shift"]
    chosen, choose = use_optional(ReliefTalk)
    errand, run = use_errand()
    back = addresses.staff(session)
    shifts = staffing.staff(phone, session)
    found = next((row for row in (*shifts.on, *shifts.off) if row.id == shift), None)

    async def save() -> None:
        talk = chosen or (found.relief_talk if found else ReliefTalk.NOT_OFFERED)
        if await run("save", staffing.note_relief_talk, phone, session, shift, talk):
            say(_("It is noted."))
            await go(back)

    page = partial(page_view, lock, phone, addresses.relief(session, shift), _("Relief talk"), back=going(back))
    if found is None or not allowed(phone, Deed.STAFF_SESSION):
        return page(c.empty(_("There is nothing to note here"), _("Go back and open it again.")))
    busy = _("Saving…") if errand.going_on else ""
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.header(found.name, "title_large"),
        c.question(
            "relief",
            _("Has a relief talk been offered?"),
            c.choices(c.options(ReliefTalk), [chosen or found.relief_talk], choose, columns=1),
            helper=_("Only whether it was offered or held. Nothing of what was said is written."),
            done=True,
        ),
        bottom=c.bottom_bar(c.primary(_("Save"), save, ft.Icons.CHECK, busy=busy)),
    )
