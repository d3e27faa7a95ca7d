"""Six digits, compared by two people over the phone or face to face, before a role's keys are handed over."""

import asyncio
from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions import people
from fieldapp.actions.views import DigitsView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _
from sync.errors import StodkedjanError


@screen
def Digits() -> ft.View:
    lock, phone = use_lock(), use_phone()
    device = ft.use_route_params()["device"]
    shown, show = ft.use_state(_none())
    differ, set_differ = ft.use_state(False)
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)
    older, set_older = ft.use_state(False)

    async def ask() -> None:
        set_problem("")
        try:
            show(await asyncio.to_thread(people.offer_role, phone, device))
        except StodkedjanError as error:
            set_problem(refused(error))

    async def grant() -> None:
        set_busy(True)
        try:
            await asyncio.to_thread(partial(people.grant_role, older=older), phone, device)
        except StodkedjanError as error:
            set_problem(refused(error))
            set_busy(False)
            return
        say(_("The role is handed over. The phone gets it at its next contact."))
        await go(places.DEVICES)

    ft.use_effect(ask, [device])
    page = partial(page_view, lock, phone, places.digits(device), back=going(places.DEVICES))
    if differ:
        leave = c.primary(_("Back to devices"), going(places.DEVICES))
        return page(_("The digits differ"), *_what_now(), bottom=c.bottom_bar(leave))
    told = [_trouble(problem, ask)] if problem else []
    if shown is None:
        return page(_("Compare the digits"), *told, *([] if problem else [c.working(_("Fetching the digits…"))]))
    no = c.secondary(_("No, they differ"), partial(set_differ, True))
    yes = c.primary(_("Yes, the same digits"), grant, busy=_("Handing over…") if busy else "")
    asked = [_older(older, set_older)] if people.has_older(phone) else []
    bar = c.bottom_bar(c.pair(no, yes, shares=(2, 3)))
    return page(_("Compare the digits"), *told, *_compare(shown), *asked, bottom=bar)


def _none() -> DigitsView | None:
    return None


def _trouble(problem: str, ask: Action) -> ft.Control:
    return c.trouble(_("It did not work"), problem, c.secondary(_("Try again"), ask))


def _compare(shown: DigitsView) -> list[ft.Control]:
    who = shown.name or shown.label
    digits = ft.Container(c.code(shown.digits, "huge"), alignment=ft.Alignment.CENTER, padding=12)
    return [
        c.text(_("Ask {who} to read the six digits on their phone.").format(who=who), "body_large"),
        c.card(digits),
        c.text(_("Are they the same? The phone is “{label}”.").format(label=shown.label), "body_large"),
        c.hint(_("Call or meet, and recognise the voice. Do not send the digits in a message.")),
    ]


def _older(older: bool, choose: Callable[[bool], None]) -> ft.Control:
    """What was before somebody came is hers only when somebody says so."""
    answers = [c.Option("no", _("No, from now on")), c.Option("yes", _("Yes, older too"))]
    return c.card(
        c.text(_("Give access to older sessions too?"), "title_medium"),
        c.segments(answers, "yes" if older else "no", lambda answer: choose(answer == "yes")),
        c.hint(_("Older are those that are closed, and what was written before somebody was removed.")),
        spacing=12,
    )


def _what_now() -> list[ft.Control]:
    steps = (
        _("Stop here. The phone has not been given the role."),
        _("Ask the person to check which invite they used. Withdraw the invite if it still waits."),
        _("Tell whoever runs the district server: somebody else may have come between."),
    )
    marks = (ft.Icons.LOOKS_ONE_OUTLINED, ft.Icons.LOOKS_TWO_OUTLINED, ft.Icons.LOOKS_3_OUTLINED)
    status = c.Status(ft.Icons.REPORT_OUTLINED, _("Different digits mean that it is not the same phone."), c.Tone.BRICK)
    facts = [c.fact(mark, words, style="body_large") for mark, words in zip(marks, steps, strict=True)]
    return [c.notice(status, live=True), c.card(*facts, spacing=14)]
