"""Planning the rolling week: who takes turns, in which order, from when."""

from functools import partial

import flet as ft

from fieldapp.actions import rota
from fieldapp.actions.phone import Phone
from fieldapp.domain.rota import WEEK, duty_week
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_made
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, short_day

THIS, NEXT = "this", "next"


@screen
def RotaPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    order, set_order = use_made(partial(_planned, phone))
    start, set_start = ft.use_state(THIS)
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    monday = duty_week(phone.now(), zone=phone.zone)
    first = monday if start == THIS else monday + WEEK

    def turn(person: str) -> None:
        set_missing("")
        set_order(tuple(one for one in order if one != person) if person in order else (*order, person))

    async def save() -> None:
        if not order:
            set_missing(_("Choose at least one coordinator"))
        elif await run("plan", rota.plan, phone, order, first):
            say(_("The weeks are planned."))
            await go(addresses.STAFFING)

    page = partial(page_view, lock, phone, addresses.ROTA, _("Plan the weeks"), back=going(addresses.STAFFING))
    button = c.primary(_("Save the rota"), save, ft.Icons.CHECK, busy=_("Saving…") if errand.going_on else "")
    starts = [
        c.Option(THIS, _("This week, {day}").format(day=short_day(monday))),
        c.Option(NEXT, _("Next week, {day}").format(day=short_day(monday + WEEK))),
    ]
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.question(
            "order",
            _("Who takes turns?"),
            c.choices(_offered(phone, order), order, turn, several=True, columns=1),
            helper=_("Tap in the order in which the weeks follow. After the last the first begins again."),
            done=bool(order),
            error=missing,
        ),
        c.question("start", _("Who is first begins"), c.choices(starts, [start], set_start, columns=1), done=True),
        c.hint(_("The week changes hands on Monday at 08.")),
        bottom=c.bottom_bar(button),
    )


def _planned(phone: Phone) -> tuple[str, ...]:
    """The order as it is, without those who can no longer take a week."""
    known = {one.person for one in rota.coordinators(phone)}
    return tuple(person for person in rota.rota(phone).order if person in known)


def _offered(phone: Phone, order: tuple[str, ...]) -> list[c.Option[str]]:
    return [c.Option(one.person, _numbered(one.name, one.person, order)) for one in rota.coordinators(phone)]


def _numbered(name: str, person: str, order: tuple[str, ...]) -> str:
    return f"{order.index(person) + 1}. {name}" if person in order else name
