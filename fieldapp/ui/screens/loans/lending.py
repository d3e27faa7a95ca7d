"""In the board that lends: what others ask for, and each answer."""

from collections.abc import Callable
from functools import partial

import flet as ft

from fieldapp.actions import loans, roster
from fieldapp.actions.allowed import allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import LoanView, RosterRow, SentInvite
from fieldapp.domain.loan import REASON_CHARACTERS, LoanState
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.loans import addresses
from fieldapp.ui.screens.loans.parts import asked_for, outcome, standing
from fieldapp.ui.screens.supervision.invited import square, typed_instead
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
NOBODY: tuple[str, ...] = ()


@screen
def Lending() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found = loans.lending(phone)
    none = c.empty(_("Nobody has asked for supporters"), _("When another board asks, it stands here to be answered."))
    shown = c.rows(*map(_row, found)) if found else none
    return page_view(lock, phone, addresses.LENDING, _("Lending"), shown, back=going(places.MORE))


def _row(one: LoanView) -> ft.Control:
    people = ngettext("{n} supporter", "{n} supporters", one.ask.people).format(n=one.ask.people)
    lines = [c.text(one.board_name, "title_medium"), c.text(people, "body_medium")]
    return c.row(*lines, c.status_line(standing(one, lends=True)), do=going(addresses.lent(one.id)))


@screen
def LentPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    loan_id = ft.use_route_params()["loan"]
    found = _found(phone, loan_id)
    if found is None:
        body = c.page_body(c.trouble(_("This has changed"), _("Go back and open it again.")))
        shown: ft.Control = c.frame(body)
    elif found.state is LoanState.ASKED and allowed(phone, Deed.AGREE_LOAN):
        shown = Answering(found)
    else:
        shown = c.frame(c.page_body(*_head(found, ""), *outcome(found), *_invites(found)))
    bar = c.app_bar(_("Lending"), lock=lock, back=going(addresses.LENDING))
    return ft.View(route=addresses.lent(loan_id), padding=0, spacing=0, appbar=bar, controls=[shown])


@component
def Answering(found: LoanView) -> ft.Control:
    phone = use_phone()
    chosen, choose = ft.use_state(NOBODY)
    refusing, refuse_ = ft.use_state(False)
    reason, write = ft.use_state("")
    errand, run = use_errand()

    async def lend() -> None:
        if await run("lend", loans.lend, phone, found.id, chosen):
            say(_("The answer is on its way."))

    async def refuse() -> None:
        if await run("refuse", loans.refuse, phone, found.id, reason):
            say(_("The answer is on its way."))

    def turn(person: str) -> None:
        choose(_turned(chosen, person))

    head = _head(found, errand.problem)
    if refusing:
        return c.frame(c.page_body(*head, _why(reason, write)), _refusal(partial(refuse_, False), refuse))
    body = c.page_body(*head, *_staff(phone, chosen, turn))
    return c.frame(body, _answers(partial(refuse_, True), lend, errand.going_on))


def _turned(chosen: tuple[str, ...], person: str) -> tuple[str, ...]:
    return tuple(one for one in chosen if one != person) if person in chosen else (*chosen, person)


def _head(found: LoanView, problem: str) -> list[ft.Control]:
    trouble = [c.trouble(_("It did not work"), problem)] if problem else []
    return [*trouble, c.status_line(standing(found, lends=True)), asked_for(found)]


def _why(reason: str, write: Callable[[str], None]) -> ft.Control:
    return c.field(_("Why"), reason, write, helper=_("They read this. No names."), max_length=REASON_CHARACTERS)


def _refusal(back: Action, refuse: Action) -> ft.Control:
    return c.bottom_bar(c.pair(c.secondary(_("Back"), back), c.primary(_("Say no"), refuse)))


def _answers(say_no: Action, lend: Action, going_on: str) -> ft.Control:
    yes = c.primary(_("Lend them"), lend, busy=_("Sending…") if going_on else "")
    return c.bottom_bar(c.pair(c.secondary(_("Say no"), say_no), yes, shares=(2, 3)))


def _found(phone: Phone, loan_id: str) -> LoanView | None:
    try:
        return loans.loan(phone, loan_id)
    except GoneMeanwhile:
        return None


def _staff(phone: Phone, chosen: tuple[str, ...], turn: Callable[[str], None]) -> list[ft.Control]:
    found = [row for row in roster.roster(phone) if row.active and row.name]
    if not found:
        return [c.empty(_("Nobody is in the roster"), _("Add colleagues under Staffing, Roster."))]
    options = [c.Option(row.person, row.name, _about(row)) for row in found]
    return [c.header(_("Who is lent?"), "title_medium"), c.long_choices(options, chosen, turn, several=True)]


def _about(row: RosterRow) -> str:
    trained = [_("Trained")] if row.trained else []
    return " · ".join([*trained, ", ".join(row.languages)] if row.languages else trained)


def _invites(found: LoanView) -> list[ft.Control]:
    """For the supervisor to show or send to each who goes."""
    if not found.invites or found.state is LoanState.ENDED:
        return []
    told = c.hint(_("Show the square to the one it is for, who adds a place in the app and scans it. It works once."))
    return [c.header(_("Invites"), "title_medium"), told, *map(_invite, found.invites)]


def _invite(one: SentInvite) -> ft.Control:
    until = [c.fact(I.SCHEDULE, _("Until {when}").format(when=moment(one.until)))] if one.until else []
    return c.card(
        c.text(one.name, "title_medium"),
        square(one.link, _("A QR code with the invite")),
        *typed_instead(one.code, one.server),
        *until,
        spacing=10,
    )
