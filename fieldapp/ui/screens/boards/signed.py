"""Who was responsible when: the signed lines of both boards' logs, with their clocks."""

from datetime import datetime

import flet as ft

from fieldapp.actions.handed_over import Responsibility
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.domain.handover import Step, StepKind
from fieldapp.ui import components as c
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons
_MARKS = {
    StepKind.PROPOSED: I.OUTBOX_OUTLINED,
    StepKind.REFUSED: I.DO_NOT_DISTURB_ALT,
    StepKind.WITHDRAWN: I.UNDO,
    StepKind.TAKEN_OVER: I.HANDSHAKE_OUTLINED,
}


def signed_card(phone: Phone, record: Responsibility, now: datetime) -> list[ft.Control]:
    """Nothing before anything was signed."""
    if not record.steps:
        return []
    owner = name_of_board(phone, record.at(now))
    told = c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("Responsible now: {board}").format(board=owner), style="title_small")
    lines = [_line(phone, step) for step in record.steps]
    return [c.card(c.header(_("Signed in both logs"), "title_medium"), told, *lines, spacing=12)]


def _line(phone: Phone, step: Step) -> ft.Control:
    by = _("{board}, {device}").format(board=name_of_board(phone, step.board), device=step.by)
    detail = ", ".join((moment(step.at), by))
    return c.event(_MARKS[step.kind], label(step.kind), detail)
