"""What somebody on loan from another board meets: the reminder before she begins, her hours, and the end."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import guests, safety
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import GuestView
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.check_out import relief_offer
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, moment, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def CheckIn() -> ft.Control:
    phone = use_phone()
    read, set_read = ft.use_state(False)
    problem, set_problem = ft.use_state("")
    guest = guests.mine(phone)

    async def check_in() -> None:
        try:
            await asyncio.to_thread(partial(guests.check_in, phone, reminded=read))
        except StodkedjanError as error:
            set_problem(sentence(error))

    def confirm(ticked: bool) -> None:
        set_read(ticked)
        set_problem("")

    told = [] if guest is None else [_where(guest)]
    body = c.page_body(
        *told,
        c.card(
            c.header(_("About secrecy"), "title_medium"),
            c.fact(I.GAVEL_OUTLINED, _("You work under this board's secrecy. It holds afterwards too, for good.")),
            c.fact(I.VOICE_OVER_OFF_OUTLINED, _("Say nothing of whom you met, not even to your own board.")),
            c.fact(I.EDIT_OFF_OUTLINED, _("Write nothing anywhere else, and take no pictures.")),
            spacing=12,
        ),
        c.tick(_("I have read this and I keep to it"), read, confirm),
        *([c.error_row(problem)] if problem else []),
        c.hint(
            _("You see your own visits and the session's times and places. Everything leaves the phone at the end.")
        ),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Check in"), check_in, I.LOGIN)))


def _where(guest: GuestView) -> ft.Control:
    lines = [c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("You work for {board}").format(board=guest.board_name))]
    if guest.home_board:
        lines.append(c.fact(I.HOME_WORK_OUTLINED, _("On loan from {board}").format(board=guest.home_board)))
    lines.append(c.fact(I.SCHEDULE, _("Until {when}").format(when=moment(guest.until))))
    return c.card(c.header(_("Your shift"), "title_medium"), *lines, spacing=10)


def guest_hours(phone: Phone, guest: GuestView | None) -> list[ft.Control]:
    """On the start page: how long she is here, and what to do when the hour has come."""
    if guest is None:
        return []
    if phone.now() <= guest.until:
        return [_where(guest)]
    status = c.Status(I.HOURGLASS_BOTTOM, _("Your time here is over. Finish the visit and check out."), c.Tone.AMBER)
    return [c.notice(status, _("An hour after it the phone checks out by itself."), live=True)]


@screen
def CheckOut() -> ft.View:
    lock, phone = use_lock(), use_phone()
    busy, set_busy = ft.use_state(False)
    problem, set_problem = ft.use_state("")

    async def leave() -> None:
        set_busy(True)
        try:
            # The page goes with the phone: the lock screen then tells how it goes on.
            await asyncio.to_thread(guests.check_out, phone)
        except StodkedjanError as error:
            set_problem(sentence(error))
            set_busy(False)

    status = c.Status(I.LOGOUT, _("Everything of this session leaves the phone"), c.Tone.AMBER)
    body = c.confirm_page(
        *([c.trouble(_("You are still checked in"), problem)] if problem else []),
        c.notice(status, _("It cannot be undone. To come back you need a new invite.")),
        c.card(*_what_happens(phone), spacing=12),
        yes=_("Check out"),
        do=leave,
        leave=going("/"),
        busy=_("Checking out…") if busy else "",
    )
    return task_view("/leave", _("Check out"), body, lock=lock, back=going("/"))


def _what_happens(phone: Phone) -> list[ft.Control]:
    waiting = safety.safety(phone).waiting
    keys = _("The keys are destroyed at once. Nobody can open the visits on this phone, you neither.")
    lines = [c.fact(I.LOCK_OUTLINE, keys)]
    if waiting:
        words = ngettext(
            "{n} record waits. It is sealed and is sent.", "{n} records wait. They are sealed and are sent.", waiting
        )
        lines.append(c.fact(I.SMARTPHONE, words.format(n=waiting)))
    lines.append(c.fact(I.CHAT_BUBBLE_OUTLINE, relief_offer()))
    lines.append(c.fact(I.CLOUD_DONE_OUTLINED, _("The follow-ups are with the coordinators. Your hours are noted.")))
    return lines
