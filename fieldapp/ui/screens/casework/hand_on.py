"""Letting a crisis supporter take over a contact: who of the session is to see the person."""

from functools import partial

import flet as ft

from fieldapp.actions import handing_on
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.handing_on import Colleague
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def HandOn() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    chosen, choose = ft.use_state("")
    errand, run = use_errand()
    offered = _offered(phone, contact)

    async def hand_on() -> None:
        if chosen and await run("hand_on", handing_on.hand_on, phone, contact, chosen):
            say(_("The supporter gets the contact at the phone's next contact."))
            await go(places.person(contact))

    page = partial(page_view, lock, phone, places.hand_on(contact), _("Hand on"), back=going(places.person(contact)))
    if not offered:
        return page(c.empty(_("No other supporter works in the session"), _("She has to join it first.")))
    button = c.primary(_("Hand on"), hand_on, I.SEND_OUTLINED, busy=_("Handing over…") if errand.going_on else "")
    options = [c.Option(one.device, _words(one)) for one in offered]
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(_("The supporter sees the person, what is promised and the last visit. It is logged."), "body_large"),
        c.choices(options, [chosen], choose, columns=1),
        c.hint(_("What both of you write becomes one person in the queue.")),
        bottom=c.bottom_bar(button),
    )


def _offered(phone: Phone, contact: str) -> tuple[Colleague, ...]:
    try:
        return handing_on.colleagues(phone, contact)
    except GoneMeanwhile:
        return ()


def _words(one: Colleague) -> str:
    words = ", ".join(filter(None, (one.name, one.label)))
    return _("{who} – has it already").format(who=words) if one.has_it else words
