"""One loan in the board that borrows: the answer, the invites for the next shift, and the end."""

from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions import loans
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LoanView
from fieldapp.domain.loan import LoanState
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.loans import addresses
from fieldapp.ui.screens.loans.parts import HOURS, as_hours, asked_for, outcome, shift_question, standing
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def LoanPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session, loan_id = ft.use_route_params()["id"], ft.use_route_params()["loan"]
    hours, choose = ft.use_state(HOURS[1])
    asked, ask = ft.use_state(False)
    errand, run = use_errand()
    found = _found(phone, loan_id)

    async def invite() -> None:
        if await run("invite", loans.invite, phone, loan_id, phone.now() + as_hours(hours)):
            say(_("The invites are on their way to the other board."))

    async def end() -> None:
        ask(False)
        if await run("end", loans.end, phone, loan_id):
            say(_("The loan is ended."))

    here, back = addresses.loan(session, loan_id), going(addresses.borrowed(session))
    page = partial(page_view, lock, phone, here, _("The loan"), back=back)
    if found is None:
        return page(c.trouble(_("This has changed"), _("Go back and open it again.")))
    if asked:
        return page(_sure(found), bottom=c.bottom_bar(_end_pair(end, lambda: ask(False))))
    agreed = found.state is LoanState.AGREED
    busy = _("Sending…") if errand.going_on == "invite" else ""
    ending = (
        [c.quiet(_("End the loan"), lambda: ask(True), I.FLAG_OUTLINED)] if found.state is not LoanState.ENDED else []
    )
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.status_line(standing(found, lends=False)),
        asked_for(found),
        *outcome(found),
        *(_next_shift(hours, choose) if agreed else []),
        ft.Row([*ending], wrap=True),
        bottom=c.bottom_bar(c.primary(_invite_words(found), invite, I.SEND, busy=busy)) if agreed else None,
    )


def _found(phone: Phone, loan_id: str) -> LoanView | None:
    try:
        return loans.loan(phone, loan_id)
    except GoneMeanwhile:
        return None


def _next_shift(hours: int, choose: Callable[[int], None]) -> list[ft.Control]:
    words = _("Each gets an invite for one shift in this session. The other board hands it over.")
    return [shift_question(hours, choose), c.hint(words)]


def _invite_words(found: LoanView) -> str:
    return _("Send invites for one more shift") if found.invited else _("Send the invites")


def _sure(found: LoanView) -> ft.Control:
    status = c.Status(I.FLAG_OUTLINED, _("Who is still here on this loan is checked out"), c.Tone.AMBER)
    told = _("Their phones send what waits and are emptied. {board} is told the hours.").format(board=found.board_name)
    return c.notice(status, told)


def _end_pair(end: Action, leave: Action) -> ft.Control:
    return c.pair(c.secondary(_("Wait"), leave), c.primary(_("End the loan"), end, I.FLAG_OUTLINED))
