"""Inviting somebody on loan directly: when the two boards have agreed by telephone."""

from functools import partial

import flet as ft

from fieldapp.actions import guests, peers
from fieldapp.actions.guests import GuestForm
from fieldapp.actions.views import InviteView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.loans import addresses
from fieldapp.ui.screens.loans.parts import HOURS, as_hours, shift_question
from fieldapp.ui.screens.supervision.invited import invited
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _
from sync.protocol.limits import NAME_CHARACTERS


@screen
def GuestInvitePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    boards = peers.pinned(phone)
    name, write = ft.use_state("")
    board, choose = ft.use_state(boards[0].board if len(boards) == 1 else "")
    hours, last = ft.use_state(HOURS[1])
    tried, try_ = ft.use_state(False)
    made, keep = use_optional(InviteView)
    errand, run = use_errand()

    async def make() -> None:
        try_(True)
        if not (board and name.strip()):
            return
        form = GuestForm(name=name, session=session, until=phone.now() + as_hours(hours), home=board)
        box: list[InviteView] = []
        if await run("invite", lambda: box.append(guests.invite(phone, form))):
            keep(box[0])

    back = going(addresses.borrowed(session))
    page = partial(page_view, lock, phone, addresses.invite(session), _("Invite somebody on loan"), back=back)
    if made:
        return page(*invited(made), bottom=c.bottom_bar(c.primary(_("Done"), back, ft.Icons.CHECK)))
    options = [c.Option(one.board, one.name) for one in boards]
    shown_to = _("Shown to supervisors, never to visitors")
    busy = _("Making the invite…") if errand.going_on else ""
    return page(
        *([c.trouble(_("The invite was not made"), errand.problem)] if errand.problem else []),
        c.question(
            "name",
            _("Who comes?"),
            c.field(_("Name"), name, write, max_length=NAME_CHARACTERS, helper=shown_to),
            error=_("Write the name of the person who is to have the phone") if tried and not name.strip() else "",
        ),
        c.question(
            "board",
            _("From which board?"),
            c.choices(options, [board], choose, columns=1),
            error=_("Choose a board") if tried and not board else "",
            done=bool(board),
        ),
        shift_question(hours, last),
        c.hint(
            _("The guest reads visits of their own and the times and places of this session, until the shift is over.")
        ),
        bottom=c.bottom_bar(c.primary(_("Make the invite"), make, ft.Icons.QR_CODE_2, busy=busy)),
    )
