"""Opening a board again with its recovery kit, when every supervisor's phone is lost."""

import asyncio
import os
from collections.abc import Callable

import flet as ft

from fieldapp.actions import recovering
from fieldapp.actions.phone import Phone
from fieldapp.actions.recovering import RestoreForm, Restorer
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.screens.entry.new_passphrase import PassphraseStep
from fieldapp.ui.screens.entry.steps import problem, step_head
from fieldapp.ui.state import use_shell
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@component
def Restore(*, done: Callable[[Phone], None], back: Action) -> ft.Control:
    shell = use_shell()
    # The same for each try, so that a lost answer loses nothing.
    restorer, set_restorer = use_optional(Restorer)
    form, set_form = use_optional(RestoreForm)

    async def restore(passphrase: str) -> None:
        assert restorer  # noqa: S101  the step before has set both
        assert form  # noqa: S101
        done(await asyncio.to_thread(recovering.restore_board, shell.folder, restorer, form, passphrase))

    def found(made: Restorer, answers: RestoreForm) -> None:
        set_restorer(made)
        set_form(answers)

    if restorer is None or form is None:
        return PapersStep(found=found, back=back)
    return PassphraseStep(is_claim=True, do=restore, back=lambda: set_form(None))


@component
def PapersStep(*, found: Callable[[Restorer, RestoreForm], None], back: Action) -> ft.Control:
    server, set_server = ft.use_state("")
    name, set_name = ft.use_state("")
    first, set_first = ft.use_state("")
    second, set_second = ft.use_state("")
    error, set_error = ft.use_state("")

    async def on() -> None:
        try:
            if not (server.strip() and name.strip()):
                set_error(_("Write the address of the server, and your name"))
                return
            papers = [paper.split() for paper in (first, second) if paper.strip()]
            made = await asyncio.to_thread(_made, papers)
        except StodkedjanError as known:
            set_error(sentence(known))
            return
        found(made, RestoreForm(server, name))

    body = c.page_body(
        step_head(_("Restore a board"), back=back),
        *problem(error),
        c.text(_("Write the words from the recovery kit. This phone becomes the board's supervisor."), "body_medium"),
        c.field(_("Words of the paper"), first, set_first, lines=4, autocorrect=False),
        c.field(
            _("Words of another paper"),
            second,
            set_second,
            helper=_("Only if there are three papers. Any two of them are enough."),
            lines=4,
            autocorrect=False,
        ),
        c.field(_("Address of the server"), server, set_server, keyboard=ft.KeyboardType.URL, autocorrect=False),
        c.field(_("Your name"), name, set_name, helper=_("Only those in the board see it."), submitted=on),
        c.hint(_("Afterwards revoke the phones that are lost, in Devices.")),
    )
    return c.frame(body, c.bottom_bar(c.primary(_("Continue"), on, ft.Icons.ARROW_FORWARD)))


def _made(papers: list[list[str]]) -> Restorer:
    return Restorer.make(papers, random=os.urandom(16))
