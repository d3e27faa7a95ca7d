"""Asking another board for supporters: how many, how long, and who has agreed to it. No names."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import loans, peers
from fieldapp.actions.phone import Phone
from fieldapp.domain.loan import FUNCTION_CHARACTERS, MOST_PEOPLE, NEEDS_CHARACTERS, LoanAsk
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.loans import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, ngettext

DAYS: Final = (1, 3, 7, 14)


@screen
def AskPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    boards = peers.pinned(phone)
    board, choose = ft.use_state(boards[0].board if len(boards) == 1 else "")
    form, fill = ft.use_state(LoanAsk(people=1))
    days, last = ft.use_state(DAYS[0])
    tried, try_ = ft.use_state(False)
    errand, run = use_errand()

    async def send() -> None:
        try_(True)
        if (
            board
            and form.agreed_by.strip()
            and await run("ask", loans.ask, phone, board, session, _asked(phone, form, days))
        ):
            say(_("The question is on its way."))
            await go(addresses.borrowed(session))

    def people(step: int) -> None:
        fill(replace(form, people=min(MOST_PEOPLE, max(1, form.people + step))))

    unnamed = _("Write which function has agreed") if tried and not form.agreed_by.strip() else ""
    options = [c.Option(one.board, one.name) for one in boards]
    return page_view(
        lock,
        phone,
        addresses.ask(session),
        _("Ask another board"),
        *([c.trouble(_("It was not sent"), errand.problem)] if errand.problem else []),
        c.question(
            "board",
            _("Which board?"),
            c.choices(options, [board], choose, columns=1),
            error=_("Choose a board") if tried and not board else "",
            done=bool(board),
        ),
        c.counter(_("Supporters"), form.people, less=partial(people, -1), more=partial(people, 1)),
        c.question("days", _("For how long?"), c.choices(_days(), [days], last, columns=2, short=True), done=True),
        c.field(
            _("Languages and skills"),
            form.needs,
            lambda words: fill(replace(form, needs=words)),
            helper=_("For example: Arabic, children. Never a name."),
            max_length=NEEDS_CHARACTERS,
        ),
        c.field(
            _("Agreed by"),
            form.agreed_by,
            lambda words: fill(replace(form, agreed_by=words)),
            helper=_("The function, not the person"),
            error=unnamed,
            max_length=FUNCTION_CHARACTERS,
        ),
        back=going(addresses.borrowed(session)),
        bottom=c.bottom_bar(
            c.primary(_("Send the question"), send, ft.Icons.SEND, busy=_("Sending…") if errand.going_on else "")
        ),
    )


def _days() -> list[c.Option[int]]:
    return [c.Option(days, ngettext("{n} day", "{n} days", days).format(n=days)) for days in DAYS]


def _asked(phone: Phone, form: LoanAsk, days: int) -> LoanAsk:
    return replace(form, begins=phone.now(), ends=phone.now() + timedelta(days=days))
