"""A session's handover: to which board, how far it has come, and who was responsible when."""

from functools import partial

import flet as ft

from fieldapp.actions import handed_over, handing_over, peers
from fieldapp.actions.handover_records import handovers
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.domain.handover import Handover, HandoverState
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.boards.signed import signed_card
from fieldapp.ui.screens.breaches.clock import use_minutes
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses as sessions
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, clock, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def HandOver() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    asked, ask = ft.use_state(False)
    errand, run = use_errand()
    use_minutes()
    found = handovers(phone, session)
    newest = found[0] if found else None

    async def withdraw() -> None:
        ask(False)
        if newest and await run("withdraw", handing_over.withdraw, phone, newest.id):
            say(_("The other board is told. It is taken back when their server has it."))

    words = _("If the other board has already taken over, that stands.")
    sure = c.confirm_dialog(
        _("Take the handover back?"), words, yes=_("Take back"), do=withdraw, leave=partial(ask, False)
    )
    ft.use_dialog(sure if asked else None)
    again = newest is None or newest.state in (HandoverState.REFUSED, HandoverState.WITHDRAWN)
    shown = [
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *([_standing(phone, newest)] if newest else []),
        *signed_card(phone, handed_over.of_session(phone, session), phone.now()),
        *(_choose(phone, session) if again else []),
    ]
    return page_view(
        lock,
        phone,
        addresses.hand_over(session),
        _("Handover"),
        *shown,
        back=going(sessions.session(session)),
        bottom=_bar(phone, newest, partial(ask, True), busy=bool(errand.going_on)),
    )


def _choose(phone: Phone, session: str) -> list[ft.Control]:
    """Each board that is connected is a way in."""
    lines = [
        c.row(
            c.text(one.name, "title_medium"),
            before=c.icon(I.ACCOUNT_BALANCE_OUTLINED, 24),
            do=going(addresses.hand_over_to(session, one.board)),
        )
        for one in peers.pinned(phone)
    ]
    return [c.header(_("To which board?"), "title_medium"), c.rows(*lines)]


def _bar(phone: Phone, newest: Handover | None, ask: Action, *, busy: bool) -> ft.Control | None:
    if newest is None or not newest.state.is_open:
        return None
    if handing_over.is_being_withdrawn(phone, newest.letter):
        return c.bottom_bar(c.text(_("It is being taken back. Wait until their server has answered."), "body_medium"))
    return c.bottom_bar(c.secondary(_("Take the handover back"), ask, I.UNDO, busy=_("Taking back…") if busy else ""))


def _standing(phone: Phone, one: Handover) -> ft.Control:
    board = name_of_board(phone, one.peer)
    named = ngettext("{n} person with name", "{n} people with name", len(one.people)).format(n=len(one.people))
    codes = ngettext("{n} code", "{n} codes", len(one.codes)).format(n=len(one.codes))
    stays = ngettext("{n} stays with you", "{n} stay with you", len(one.stays)).format(n=len(one.stays))
    sent = [c.fact(I.SCHEDULE, _("Sent {when}").format(when=moment(one.proposed_at)))] if one.proposed_at else []
    return c.card(
        c.header(board, "title_large"),
        c.status_line(_status(phone, one)),
        *sent,
        c.fact(I.PEOPLE_OUTLINE, f"{named}, {codes}, {stays}"),
        *_refusal(one),
        spacing=10,
    )


def _status(phone: Phone, one: Handover) -> c.Status:
    match one.state:
        case HandoverState.TAKEN_OVER if one.answered_at:
            return c.status.handed_over(one.answered_at)
        case HandoverState.REFUSED:
            at = clock(one.answered_at) if one.answered_at else ""
            words = _("Refused at {time}. You are responsible.").format(time=at)
            return c.Status(I.DO_NOT_DISTURB_ALT, words, c.Tone.AMBER, bold=True)
        case HandoverState.WITHDRAWN:
            return c.Status(I.UNDO, _("Taken back. You are responsible."), c.Tone.QUIET)
    if one.is_unanswered(phone.now()):
        words = _("Nobody has answered for two hours. You are responsible. Call them.")
        return c.Status(I.NOTIFICATION_IMPORTANT_OUTLINED, words, c.Tone.BRICK, bold=True)
    if one.state is HandoverState.HANDED_OVER:
        return c.status.handover_waits()
    return c.Status(I.CLOUD_UPLOAD_OUTLINED, _("Not sent yet. It goes when there is coverage."), c.Tone.AMBER)


def _refusal(one: Handover) -> list[ft.Control]:
    if one.state is not HandoverState.REFUSED:
        return []
    told = [c.fact(I.CHAT_BUBBLE_OUTLINE, one.reason)] if one.reason else []
    if one.new_start:
        told.append(c.fact(I.EVENT_OUTLINED, _("They can take over {when}").format(when=moment(one.new_start))))
    return told
