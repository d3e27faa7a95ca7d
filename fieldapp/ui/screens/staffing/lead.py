"""Who leads the session, who did before, and handing it over."""

from functools import partial

import flet as ft

from fieldapp.actions import leading
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.session_lead import SessionLead
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.addresses import session as session_place
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def LeadPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    now = leading.lead(phone, session)
    chosen, choose = ft.use_state("")
    asked, ask = ft.use_state(False)
    tried, set_tried = ft.use_state(False)
    errand, run = use_errand()

    async def hand_over() -> None:
        ask(False)
        if await run("lead", leading.hand_over, phone, session, chosen):
            say(_("The lead is handed over."))
            await go(session_place(session))

    def look() -> None:
        set_tried(True)
        ask(bool(chosen))

    words = _("{name} leads the session from now on. It stands in the history.")
    dialog = c.confirm_dialog(
        _("Hand over the lead?"),
        words.format(name=phone.label_of(chosen)),
        yes=_("Hand over"),
        do=hand_over,
        leave=partial(ask, False),
    )
    ft.use_dialog(dialog if asked and chosen else None)
    page = partial(
        page_view, lock, phone, addresses.lead(session), _("Session lead"), back=going(session_place(session))
    )
    shown = [c.card(*_history(phone, session), spacing=12)]
    if not allowed(phone, Deed.STAFF_SESSION):
        return page(*shown)
    others = [
        c.Option(one, name, _role(phone, one))
        for one, name in leading.candidates(phone)
        if now is None or one != now.member
    ]
    bar = c.bottom_bar(c.primary(_("Hand over the lead"), look, I.SWITCH_ACCOUNT_OUTLINED))
    missing = [c.error_row(_("Choose who takes over"))] if tried and not chosen else []
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *shown,
        c.header(_("Who takes over?"), "title_medium"),
        c.long_choices(others, [chosen], choose) if others else c.hint(_("Nobody else has a phone yet.")),
        *missing,
        bottom=bar,
    )


def _history(phone: Phone, session: str) -> list[ft.Control]:
    lines = leading.history(phone, session)
    if not lines:
        return [c.text(_("Nobody has been named as session lead."), "body_medium")]
    return [
        c.fact(I.FLAG_OUTLINED, _line(_("{name} leads, since {time}"), phone, lines[0])),
        *(c.fact(I.HISTORY, _line(_("{name}, from {time}"), phone, one)) for one in lines[1:]),
    ]


def _line(words: str, phone: Phone, one: SessionLead) -> str:
    return words.format(name=phone.label_of(one.member), time=moment(one.at) if one.at else "")


def _role(phone: Phone, person: str) -> str:
    devices = phone.roster.devices_of(bytes.fromhex(person))
    return next((label(one.role) for one in reversed(devices) if one.is_active), "")
