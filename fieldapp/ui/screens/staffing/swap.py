"""Letting somebody else take one week."""

from datetime import date
from functools import partial

import flet as ft

from fieldapp.actions import rota
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import RotaRow
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.place import week_words
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def SwapPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    monday = ft.use_route_params()["monday"]
    row = next((one for one in rota.weeks(phone) if one.monday.isoformat() == monday), None)
    chosen, choose = ft.use_state(row.duty.person if row else "")
    errand, run = use_errand()

    async def save() -> None:
        if await run("swap", rota.swap, phone, date.fromisoformat(monday), chosen):
            say(_("The week is changed."))
            await go(addresses.STAFFING)

    page = partial(page_view, lock, phone, addresses.week(monday), _("One week"), back=going(addresses.STAFFING))
    if row is None:
        return page(c.trouble(_("The week is over"), _("Go back and choose another.")))
    busy = _("Saving…") if errand.going_on else ""
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.header(week_words(row), "title_large"),
        c.choices(_offered(phone, row), [chosen], choose, columns=1),
        c.hint(_("Only this week is changed. The others follow as planned.")),
        bottom=c.bottom_bar(c.primary(_("Save"), save, ft.Icons.CHECK, busy=busy)),
    )


def _offered(phone: Phone, row: RotaRow) -> list[c.Option[str]]:
    planned = rota.rota(phone).planned(row.monday)
    found = rota.coordinators(phone)
    return [c.Option(one.person, _words(one.name, is_planned=one.person == planned)) for one in found]


def _words(name: str, *, is_planned: bool) -> str:
    return _("{name}, as planned").format(name=name) if is_planned else name
