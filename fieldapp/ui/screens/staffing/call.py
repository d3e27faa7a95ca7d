"""Calling one colleague in, and noting what she said."""

from functools import partial

import flet as ft

from fieldapp.actions import staffing
from fieldapp.actions.views import CallOutRow
from fieldapp.domain.call_out import Availability
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.roster import colleague_facts
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def CallPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    place = ft.use_route_params()
    session, person = place["id"], place["person"]
    chosen, choose = use_optional(Availability)
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    back = addresses.staff(session)
    found = next((row for row in staffing.staff(phone, session).call_outs if row.colleague.person == person), None)

    def pick(answer: Availability) -> None:
        set_missing("")
        choose(answer)

    async def save() -> None:
        if chosen is None:
            set_missing(_("Choose what she said"))
        elif await run("save", staffing.note_answer, phone, session, person, chosen):
            say(_("The answer is noted."))
            await go(back)

    page = partial(page_view, lock, phone, addresses.call(session, person), _("Calling in"), back=going(back))
    if found is None:
        return page(c.trouble(_("The colleague is not known here"), _("Go back and open it again.")))
    busy = _("Saving…") if errand.going_on else ""
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_whom(found),
        c.question(
            "answer",
            _("Can she come?"),
            c.choices(c.options(Availability), one(chosen or found.answer), pick, columns=1),
            done=chosen is not None,
            error=missing,
        ),
        bottom=c.bottom_bar(c.primary(_("Save the answer"), save, ft.Icons.CHECK, busy=busy)),
    )


def _whom(found: CallOutRow) -> list[ft.Control]:
    who = found.colleague
    head = [c.header(who.name, "title_large"), *colleague_facts(who)]
    if not who.phone:
        return [*head, c.hint(_("No number at work is noted in the roster."))]
    number = _("Call {number}").format(number=who.phone)
    return [*head, c.secondary(number, partial(call, who.phone), ft.Icons.CALL)]
