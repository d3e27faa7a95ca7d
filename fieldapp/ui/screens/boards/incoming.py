"""What another board asks this one to take over: unopened, opened, and answered."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import handed_over, proposals, taking_in, taking_over
from fieldapp.actions.phone import Phone
from fieldapp.actions.proposals import Incoming
from fieldapp.domain.handover_letter import Proposal
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.boards.signed import signed_card
from fieldapp.ui.screens.boards.told import proposal_cards
from fieldapp.ui.screens.breaches.clock import use_minutes
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, clock, moment, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def IncomingHandover() -> ft.View:
    lock, phone = use_lock(), use_phone()
    letter = ft.use_route_params()["letter"]
    proposal, set_proposal = use_optional(Proposal)
    problem, set_problem = ft.use_state("")
    asked, ask = ft.use_state(False)
    errand, run = use_errand()
    use_minutes()
    found = next((one for one in proposals.incoming(phone) if one.letter == letter), None)

    async def read() -> None:
        set_problem("")
        try:
            set_proposal(await asyncio.to_thread(taking_over.read, phone, letter))
        except StodkedjanError as error:
            set_problem(sentence(error))

    async def take_over() -> None:
        ask(False)
        if await run("take_over", taking_over.take_over, phone, letter):
            say(_("You have taken over. The receipt is on its way."))
            await _to_session(phone, letter)

    async def finish() -> None:
        if await run("finish", taking_in.finish, phone, letter):
            await _to_session(phone, letter)

    words = _("From that moment your board is responsible for everybody who comes with it. It is signed in the log.")
    sure = c.confirm_dialog(_("Take over now?"), words, yes=_("Take over"), do=take_over, leave=partial(ask, False))
    ft.use_dialog(sure if asked else None)
    page = partial(page_view, lock, phone, addresses.incoming(letter), _("Handover"), back=going(places.QUEUE))
    if found is None:
        return page(c.trouble(_("It is not here"), _("Go back and open it again.")))
    shown = [*_problem(problem or errand.problem), *_shown(phone, found, proposal)]
    busy = _("Taking over…") if errand.going_on else ""
    return page(*shown, bottom=_bar(found, proposal, read, finish, partial(ask, True), busy=busy))


def _bar(
    found: Incoming, proposal: Proposal | None, read: Action, finish: Action, ask: Action, *, busy: str
) -> ft.Control | None:
    """Opened first, then answered; what broke off is finished."""
    if found.is_half:
        return c.bottom_bar(c.primary(_("Finish taking over"), finish, I.HANDSHAKE_OUTLINED, busy=busy))
    if not found.waits:
        return None
    if proposal is None:
        return c.bottom_bar(c.primary(_("Open the handover"), read, I.MARK_EMAIL_READ_OUTLINED))
    refuse = c.secondary(_("Refuse"), going(addresses.refuse(found.letter)))
    accept = c.primary(_("Take over"), ask, I.HANDSHAKE_OUTLINED, busy=busy)
    return c.bottom_bar(c.pair(refuse, accept, shares=(2, 3)))


def _shown(phone: Phone, found: Incoming, proposal: Proposal | None) -> list[ft.Control]:
    logged = [c.hint(_("That you open it is logged."))] if proposal is None and found.waits else []
    cards = proposal_cards(proposal) if proposal else []
    return [_head(found), *cards, *signed_card(phone, handed_over.of_proposal(phone, found), phone.now()), *logged]


def _problem(words: str) -> list[ft.Control]:
    return [c.trouble(_("It did not work"), words)] if words else []


async def _to_session(phone: Phone, letter: str) -> None:
    taken = proposals.find(phone, letter).taken
    await go(sessions.session(taken.session_id) if taken else places.QUEUE)


def _head(found: Incoming) -> ft.Control:
    sent = _("Sent {when}").format(when=moment(found.sent_at))
    return c.card(
        c.header(found.board_name, "title_large"), c.fact(I.SCHEDULE, sent), c.status_line(_status(found)), spacing=10
    )


def _status(found: Incoming) -> c.Status:
    if found.answer is not None and found.answer.taken_over:
        return c.status.handed_over(found.answer.at)
    if found.answer is not None:
        words = _("Refused at {time}").format(time=clock(found.answer.at))
        return c.Status(I.DO_NOT_DISTURB_ALT, words, c.Tone.QUIET)
    if found.withdrawn:
        return c.Status(I.UNDO, _("The other board has taken it back"), c.Tone.QUIET)
    if found.unanswered:
        words = _("Nobody has answered for two hours. Answer now.")
        return c.Status(I.NOTIFICATION_IMPORTANT_OUTLINED, words, c.Tone.BRICK, bold=True)
    return c.Status(I.HANDSHAKE_OUTLINED, _("They are responsible until you have taken over"), c.Tone.AMBER)
