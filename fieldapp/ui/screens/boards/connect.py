"""Connecting a board: its code, the fingerprint compared with a person over there, and a name."""

from functools import partial

import flet as ft

from fieldapp.actions import peers
from fieldapp.actions.peers import BoardAddress
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError
from sync.protocol.limits import NAME_CHARACTERS


@screen
def ConnectBoard() -> ft.View:
    lock, phone = use_lock(), use_phone()
    typed, set_typed = ft.use_state("")
    server, set_server = ft.use_state("")
    name, set_name = ft.use_state("")
    problem, set_problem = ft.use_state("")
    missing, set_missing = ft.use_state("")
    found, set_found = use_optional(BoardAddress)
    errand, run = use_errand()
    page = partial(page_view, lock, phone, addresses.CONNECT, _("Connect a board"))

    def look() -> None:
        set_problem("")
        try:
            set_found(peers.read_board_code(phone, typed, server))
        except StodkedjanError as error:
            set_problem(sentence(error))

    async def connect() -> None:
        set_missing("" if name.strip() else _("Write what the other board is called"))
        if found and name.strip() and await run("pin", peers.pin, phone, found, name):
            say(_("{name} is connected on this side.").format(name=name.strip()))
            await go(addresses.BOARDS)

    if found is None:
        return page(
            c.text(_("The other board's supervisor finds it under More, Other boards."), "body_medium"),
            c.field(
                _("The other board's code"),
                typed,
                set_typed,
                helper=_("Paste the whole link here, or write the code and the address."),
                error=problem,
                lines=3,
                autocorrect=False,
            ),
            c.field(_("Address of its server"), server, set_server, keyboard=ft.KeyboardType.URL, autocorrect=False),
            back=going(addresses.BOARDS),
            bottom=c.bottom_bar(c.primary(_("Continue"), look, ft.Icons.ARROW_FORWARD)),
        )
    compare = _(
        "Call the other board's supervisor and read the fingerprint to each other. Connect only if it is the same."
    )
    return page(
        *([c.trouble(_("The board was not connected"), errand.problem)] if errand.problem else []),
        c.card(
            c.header(_("Compare the fingerprint"), "title_medium"),
            _fingerprint(found),
            c.text(compare, "body_medium"),
            c.fact(ft.Icons.DNS_OUTLINED, found.server),
            spacing=12,
        ),
        c.question(
            "name",
            _("What is the board called?"),
            c.field(_("Name"), name, set_name, max_length=NAME_CHARACTERS),
            error=missing,
        ),
        back=lambda: set_found(None),
        bottom=c.bottom_bar(
            c.primary(
                _("The fingerprint is the same, connect"),
                connect,
                ft.Icons.LINK,
                busy=_("Connecting…") if errand.going_on else "",
            )
        ),
    )


def _fingerprint(found: BoardAddress) -> ft.Control:
    groups = [c.text(group, "title_large") for group in found.fingerprint.split("-")]
    shown = ft.Row([*groups], wrap=True, spacing=14, run_spacing=6)
    return ft.Semantics(container=True, label=c.spoken(found.fingerprint), exclude_semantics=True, content=shown)
