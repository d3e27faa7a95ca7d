"""Another board asks whether it is the same incident: seen above the sessions, answered with one of them or no."""

import flet as ft

from fieldapp.actions import board_links
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import IncidentLinkView, SessionView
from fieldapp.domain.incident_link import LinkSide, LinkState
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.closing.facts import what_happened
from fieldapp.ui.screens.evaluation.board_facts import facts_card, standing
from fieldapp.ui.screens.evaluation.board_link import found_link
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def board_notices(phone: Phone) -> list[ft.Control]:
    """Nothing for who may not answer, and nothing while nobody asks."""
    return [_notice(one) for one in board_links.to_answer(phone)]


def _notice(one: IncidentLinkView) -> ft.Control:
    asked = _("{board} asks whether you have the same incident").format(board=one.board_name)
    status = c.Status(I.HUB_OUTLINED, asked, c.Tone.AMBER, bold=True)
    what = f"{label(one.theirs.type)}, {one.theirs.area}" if one.theirs.area else label(one.theirs.type)
    return c.notice(status, what, do=going(addresses.answer_board(one.id)))


@screen
def AnswerBoard() -> ft.View:
    lock, phone = use_lock(), use_phone()
    link_id = ft.use_route_params()["link"]
    found = found_link(phone, link_id)
    if found is None:
        shown = _frame(c.trouble(_("This has changed"), _("Go back and open it again.")))
    elif _is_mine_to_answer(phone, found):
        shown = Answering(found)
    else:
        shown = _frame(c.status_line(standing(found)), facts_card(found.board_name, found.theirs))
    bar = c.app_bar(_("The same incident?"), lock=lock, back=going(places.SESSIONS))
    return ft.View(route=addresses.answer_board(link_id), padding=0, spacing=0, appbar=bar, controls=[shown])


def _frame(*controls: ft.Control) -> ft.Control:
    return c.frame(c.page_body(*controls))


def _is_mine_to_answer(phone: Phone, found: IncidentLinkView) -> bool:
    waits = found.side is LinkSide.ANSWERS and found.state is LinkState.ASKED
    return waits and allowed(phone, Deed.LINK_SESSIONS)


@component
def Answering(found: IncidentLinkView) -> ft.Control:
    phone = use_phone()
    offered = board_links.offered(phone, found)
    chosen, choose = ft.use_state(_proposed(phone, found, offered))
    tried, try_ = ft.use_state(False)
    errand, run = use_errand()

    async def same() -> None:
        try_(True)
        if chosen and await run("same", board_links.say_same, phone, found.id, chosen):
            say(_("They are linked. The answer is on its way."))
            await go(addresses.session(chosen))

    async def other() -> None:
        if await run("other", board_links.say_other, phone, found.id):
            say(_("The answer is on its way."))
            await go(places.SESSIONS)

    head = [c.trouble(_("It did not work"), errand.problem)] if errand.problem else []
    head.append(facts_card(found.board_name, found.theirs))
    no = c.secondary(_("Another incident"), other, busy=_("Sending…") if errand.going_on == "other" else "")
    if not offered:
        none = c.empty(_("There is no session here"), _("Open one first, or say that it is another incident."))
        return c.frame(c.page_body(*head, none), c.bottom_bar(no))
    answers = c.long_choices([_option(phone, found, one) for one in offered], [chosen], choose)
    error = _("Choose a session") if tried and not chosen else ""
    question = c.question("session", _("Which of your sessions?"), answers, error=error, done=bool(chosen))
    told = c.hint(_("They are told code, kind, area, level and times of that session. Nothing of any person."))
    yes = c.primary(_("The same incident"), same, busy=_("Sending…") if errand.going_on == "same" else "")
    return c.frame(c.page_body(*head, question, told), c.bottom_bar(c.pair(no, yes)))


def _proposed(phone: Phone, found: IncidentLinkView, offered: tuple[SessionView, ...]) -> str:
    first = next(iter(offered), None)
    return first.id if first and board_links.is_near(phone, found, first.id) else ""


def _option(phone: Phone, found: IncidentLinkView, one: SessionView) -> c.Option[str]:
    near = [_("Same kind, near in time")] if board_links.is_near(phone, found, one.id) else []
    opened = [_("Opened {when}").format(when=moment(one.opened_at))] if one.opened_at else []
    return c.Option(one.id, f"{one.code}, {what_happened(one)}", " · ".join([*near, *opened]))
