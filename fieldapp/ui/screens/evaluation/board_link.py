"""Another board with the same incident: what it is asked, how the link stands on the session, taking it apart."""

from functools import partial

import flet as ft

from fieldapp.actions import board_links
from fieldapp.actions.allowed import allowed
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import IncidentLinkView
from fieldapp.domain.incident_link import LinkState
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.evaluation.board_facts import facts_card, named, standing
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


def linked_boards(phone: Phone, session_id: str) -> list[ft.Control]:
    """On the session's page: which boards were asked, which have the same incident, and the way to ask one."""
    if not allowed(phone, Deed.LINK_SESSIONS):
        return []
    found = board_links.of_session(phone, session_id)
    rows = [c.rows(*(_row(session_id, one) for one in found))] if found else []
    head = [c.header(_("The same incident in other boards"), "title_medium")] if found else []
    words = _("Ask another board about the same incident")
    asking = [c.quiet(words, going(addresses.ask_board(session_id)), I.HUB_OUTLINED)]
    return [*head, *rows, *(asking if board_links.askable(phone, session_id) else [])]


def _row(session_id: str, one: IncidentLinkView) -> ft.Control:
    lines = [c.text(named(one), "body_medium"), c.status_line(standing(one))]
    return c.row(c.text(one.board_name, "title_medium"), *lines, do=going(addresses.board_link(session_id, one.id)))


@screen
def AskBoard() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session_id = ft.use_route_params()["id"]
    boards = board_links.askable(phone, session_id)
    chosen, choose = ft.use_state(boards[0].board if len(boards) == 1 else "")
    tried, try_ = ft.use_state(False)
    errand, run = use_errand()
    back = addresses.session(session_id)

    async def send() -> None:
        try_(True)
        if chosen and await run("ask", board_links.ask, phone, chosen, session_id):
            say(_("The question is on its way."))
            await go(back)

    title = _("The same incident")
    page = partial(page_view, lock, phone, addresses.ask_board(session_id), title, back=going(back))
    if not boards:
        return page(
            c.empty(_("There is no board to ask"), _("Connect with it first, under More. A board is asked once."))
        )
    options = [c.Option(one.board, one.name) for one in boards]
    answers = c.choices(options, [chosen], choose, columns=1)
    error = _("Choose a board") if tried and not chosen else ""
    return page(
        *([c.trouble(_("It was not sent"), errand.problem)] if errand.problem else []),
        c.question("board", _("Which board?"), answers, error=error, done=bool(chosen)),
        facts_card(_("This is what they are told"), board_links.told(phone, session_id)),
        c.hint(_("No person, no name and no figure goes with it. Each board keeps its own session.")),
        bottom=c.bottom_bar(
            c.primary(_("Send the question"), send, I.SEND, busy=_("Sending…") if errand.going_on else "")
        ),
    )


@screen
def BoardLinkPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session_id, link_id = ft.use_route_params()["id"], ft.use_route_params()["link"]
    sure, ask = ft.use_state(False)
    errand, run = use_errand()
    found, back = found_link(phone, link_id), addresses.session(session_id)

    async def apart() -> None:
        ask(False)
        if await run("apart", board_links.take_apart, phone, link_id):
            say(_("The other board is told."))
            await go(back)

    here = addresses.board_link(session_id, link_id)
    page = partial(page_view, lock, phone, here, _("The same incident"), back=going(back))
    if found is None:
        return page(c.trouble(_("This has changed"), _("Go back and open it again.")))
    trouble = [c.trouble(_("It did not work"), errand.problem)] if errand.problem else []
    told = [facts_card(found.board_name, found.theirs)] if found.state is LinkState.LINKED else []
    shown = [*trouble, c.status_line(standing(found)), c.text(named(found), "body_large"), *told]
    if sure:
        status = c.Status(I.LINK_OFF, _("Both sessions stay as they are"), c.Tone.AMBER)
        words = _("{board} is told. They can be linked again later.").format(board=found.board_name)
        wait, yes = c.secondary(_("Wait"), lambda: ask(False)), c.primary(_words(found), apart)
        return page(c.notice(status, words), bottom=c.bottom_bar(c.pair(wait, yes, shares=(1, 2))))
    hint = c.hint(_("Each board keeps its own session and its own people. Nothing moves between them."))
    is_open = found.state in (LinkState.ASKED, LinkState.LINKED)
    ending = [c.quiet(_words(found), lambda: ask(True), I.LINK_OFF)] if is_open else []
    return page(*shown, hint, ft.Row([*ending], wrap=True))


def _words(found: IncidentLinkView) -> str:
    return _("Take the link apart") if found.state is LinkState.LINKED else _("Take the question back")


def found_link(phone: Phone, link_id: str) -> IncidentLinkView | None:
    try:
        return board_links.link(phone, link_id)
    except GoneMeanwhile:
        return None
