"""The first run, step by step: the code, the board if it is a new one, the passphrase, the recovery kit."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import connecting, places
from fieldapp.actions.connecting import BoardForm, Connection, Pending, RecoveryKit
from fieldapp.actions.phone import Phone
from fieldapp.ui.component import component
from fieldapp.ui.hooks import use_first, use_optional
from fieldapp.ui.screens.entry.board import BoardStep
from fieldapp.ui.screens.entry.code import CodeStep
from fieldapp.ui.screens.entry.kit import KitStep
from fieldapp.ui.screens.entry.new_passphrase import PassphraseStep
from fieldapp.ui.screens.entry.restore import Restore
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from sync.protocol.codes import Purpose

NO_FORM = BoardForm("", "", False, "")


@component
def FirstRun(*, urgent: Action, choose_place: Action) -> ft.Control:
    shell = use_shell()
    restoring, set_restoring = ft.use_state(False)

    def done(phone: Phone) -> None:
        shell.phone = phone

    if restoring:
        return Restore(done=done, back=partial(set_restoring, False))
    others = any(one.folder != shell.folder for one in places.known(shell.first_place))
    back = choose_place if others else None
    return Connecting(urgent=urgent, restore=partial(set_restoring, True), back=back)


@component
def Connecting(*, urgent: Action, restore: Action, back: Action | None) -> ft.Control:
    """With the code of a claim or of an invite."""
    shell = use_shell()
    connection, set_connection = use_optional(Connection)
    form, set_form = use_optional(BoardForm)
    made, set_made = use_optional(tuple[Phone, RecoveryKit])
    # A lost answer must not lose the keys: each try of this first run is with the same ones.
    pending: Pending = use_first(Pending)

    async def claim(passphrase: str) -> None:
        assert connection  # noqa: S101  the first step has set it
        assert form  # noqa: S101  and the second
        claim_with = partial(connecting.claim_board, pending=pending, clock=shell.clock)
        set_made(await asyncio.to_thread(claim_with, shell.folder, connection, form, passphrase))

    async def enrol(passphrase: str) -> None:
        assert connection  # noqa: S101  the step before has set it
        enrol_with = partial(connecting.enrol, pending=pending, clock=shell.clock)
        shell.phone = await asyncio.to_thread(enrol_with, shell.folder, connection, passphrase)

    def done(phone: Phone) -> None:
        shell.phone = phone

    if made:
        phone, kit = made
        return KitStep(kit, done=partial(done, phone))
    if connection is None:
        return CodeStep(found=set_connection, urgent=urgent, restore=restore, back=back)
    if connection.purpose is Purpose.INVITE:
        return PassphraseStep(is_claim=False, do=enrol, back=lambda: set_connection(None))
    if form is None:
        return BoardStep(NO_FORM, found=set_form, back=lambda: set_connection(None))
    return PassphraseStep(is_claim=True, do=claim, back=lambda: set_form(None))
