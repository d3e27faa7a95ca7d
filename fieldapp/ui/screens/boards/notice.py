"""On the queue: what another board asks this one to take over, and what it has not answered."""

import flet as ft

from fieldapp.actions import handed_over, proposals
from fieldapp.actions.peers import name_of_board
from fieldapp.actions.phone import Phone
from fieldapp.actions.proposals import Incoming
from fieldapp.domain.handover import Handover
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.boards import addresses
from fieldapp.ui.words import _, clock

I = ft.Icons  # noqa: E741 - read as a table of icons


def handover_notices(phone: Phone) -> list[ft.Control]:
    """Nothing while nobody waits for anybody."""
    asked = [_asked(one) for one in proposals.incoming(phone) if one.waits or one.is_half]
    return [*asked, *(_not_answered(phone, one) for one in handed_over.unanswered(phone))]


def _asked(one: Incoming) -> ft.Control:
    do = going(addresses.incoming(one.letter))
    if one.is_half:
        words = _("The handover from {board} is signed for but not finished.").format(board=one.board_name)
        return c.notice(c.Status(I.HANDSHAKE_OUTLINED, words, c.Tone.AMBER), _("Open it and finish it."), do=do)
    asked = _("{board} asks you to take over").format(board=one.board_name)
    if one.unanswered:
        late = _("Nobody has answered for two hours. Sent at {time}.").format(time=clock(one.sent_at))
        return c.notice(c.Status(I.NOTIFICATION_IMPORTANT_OUTLINED, asked, c.Tone.BRICK, bold=True), late, do=do)
    sent = _("Sent at {time}. They are responsible until you have taken over.").format(time=clock(one.sent_at))
    return c.notice(c.Status(I.HANDSHAKE_OUTLINED, asked, c.Tone.AMBER, bold=True), sent, do=do)


def _not_answered(phone: Phone, one: Handover) -> ft.Control:
    words = _("{board} has not answered your handover").format(board=name_of_board(phone, one.peer))
    status = c.Status(I.NOTIFICATION_IMPORTANT_OUTLINED, words, c.Tone.BRICK, bold=True)
    told = _("Two hours have passed. You are still responsible. Call them.")
    return c.notice(status, told, do=going(addresses.hand_over(one.session_id)))
