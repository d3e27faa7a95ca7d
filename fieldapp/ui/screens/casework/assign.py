"""Giving a protected person somebody who looks after her: who, and why."""

from functools import partial

import flet as ft

from fieldapp.actions import assigning
from fieldapp.actions.assigning import Assignee
from fieldapp.actions.errors import GoneMeanwhile
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

REASON_CHARACTERS = 120


@screen
def Assign() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    chosen, choose = ft.use_state("")
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    offered = _offered(phone, contact)

    async def assign() -> None:
        set_missing(_missing(chosen, reason))
        if not _missing(chosen, reason) and await run("assign", assigning.assign, phone, contact, chosen, reason):
            say(_("She can open the person after the phone's next contact."))
            # Going back to the person would be one more opening, with a reason of its own.
            await go(places.QUEUE)

    page = partial(page_view, lock, phone, places.assign(contact), _("Assign"), back=going(places.person(contact)))
    waiting = [one for one in offered if not one.is_assigned]
    if not waiting:
        return page(*_already(offered), c.empty(_("There is nobody more to assign"), _("Invite somebody first.")))
    button = c.primary(_("Assign"), assign, ft.Icons.PERSON_ADD_ALT, busy=_("Saving…") if errand.going_on else "")
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_already(offered),
        c.text(
            _("Who is to look after the person? She can open everything that is written. It is logged."), "body_large"
        ),
        c.choices([c.Option(one.person, _words(one)) for one in waiting], [chosen], choose, columns=1),
        c.TextAnswer(
            _("Reason"), "", write, helper=_("It is kept in the log. Write no names."), max_length=REASON_CHARACTERS
        ),
        *([c.error_row(missing)] if missing else []),
        c.hint(_("It cannot be taken back: to shut somebody out, revoke the phone.")),
        bottom=c.bottom_bar(button),
    )


def _missing(chosen: str, reason: str) -> str:
    if not chosen:
        return _("Choose who is to look after the person")
    return "" if reason.strip() else _("Reason: write why")


def _offered(phone: Phone, contact: str) -> tuple[Assignee, ...]:
    try:
        return assigning.staff(phone, contact)
    except GoneMeanwhile:
        return ()


def _already(offered: tuple[Assignee, ...]) -> list[ft.Control]:
    names = ", ".join(_words(one) for one in offered if one.is_assigned)
    words = _("Assigned now: {names}. Supervisors can always open the person.").format(names=names or _("nobody"))
    return [c.card(c.fact(ft.Icons.SHIELD_OUTLINED, words))]


def _words(one: Assignee) -> str:
    return ", ".join(filter(None, (one.name, *one.labels)))
