"""Other boards: this board's own code, and those it is connected with."""

from functools import partial

import flet as ft

from fieldapp.actions import letters, peers
from fieldapp.actions.peers import BoardAddress, PeerView
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import Run, use_errand
from fieldapp.ui.screens.supervision.invited import code_groups, square
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def OtherBoards() -> ft.View:
    lock, phone = use_lock(), use_phone()
    errand, run = use_errand()
    found = peers.pinned(phone)
    listed = [_board(one, partial(_try, run, phone, one), busy=errand.going_on == one.board) for one in found]
    if not listed:
        words = _("When both boards have each other's code, sessions can be handed over between them.")
        listed = [c.empty(_("No board is connected yet"), words)]
    connect = c.primary(_("Connect a board"), going(addresses.CONNECT), I.ADD_LINK)
    return page_view(
        lock,
        phone,
        addresses.BOARDS,
        _("Other boards"),
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_unsound(phone),
        *listed,
        _own(peers.own_address(phone)),
        back=going(places.MORE),
        bottom=c.bottom_bar(connect),
    )


async def _try(run: Run, phone: Phone, one: PeerView) -> None:
    if await run(one.board, peers.try_connection, phone, one.board):
        say(_("Both boards are connected with each other."))


def _board(one: PeerView, do: Action, *, busy: bool) -> ft.Control:
    return c.card(
        c.header(one.name, "title_medium"),
        *_fingerprint(one.fingerprint),
        c.fact(I.DNS_OUTLINED, one.server),
        c.secondary(_("Try the connection"), do, I.SYNC_ALT, busy=_("Trying…") if busy else ""),
        spacing=10,
    )


def _unsound(phone: Phone) -> list[ft.Control]:
    count = letters.unsound(phone)
    if not count:
        return []
    words = ngettext(
        "{n} letter came whose sender could not be verified. It was not opened.",
        "{n} letters came whose sender could not be verified. They were not opened.",
        count,
    )
    return [c.trouble(_("Not verified"), words.format(n=count))]


def _own(mine: BoardAddress) -> ft.Control:
    return c.card(
        c.header(_("Your board's code"), "title_medium"),
        c.text(_("Give it to the other board's supervisor. It is not secret, but must come from you."), "body_medium"),
        square(mine.link, _("A QR code with your board's code")),
        code_groups(mine.code),
        c.fact(I.DNS_OUTLINED, _("Server address: {address}").format(address=mine.server)),
        *_fingerprint(mine.fingerprint),
        spacing=10,
    )


def _fingerprint(words: str) -> list[ft.Control]:
    return [c.fact(I.FINGERPRINT, _("Fingerprint")), code_groups(words)]
