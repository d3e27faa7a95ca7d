"""One thing that is to become better: what, which function sees to it, by when."""

from datetime import timedelta
from typing import Final

import flet as ft

from fieldapp.actions import evaluating
from fieldapp.domain.evaluation import ACTION_CHARACTERS, OWNER_CHARACTERS
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import N_, _, whole_day

WITHIN_DAYS: Final = {30: N_("Within a month"), 90: N_("Within three months"), 180: N_("Within half a year")}


@screen
def NewImprovement() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session_id = ft.use_route_params()["id"]
    text, write = ft.use_state("")
    owner, set_owner = ft.use_state("")
    days, choose = ft.use_state(0)
    errand, run = use_errand()
    back = addresses.evaluation(session_id)
    due = phone.today() + timedelta(days=days) if days else None

    async def save() -> None:
        if await run("save", evaluating.improve, phone, session_id, text, owner, due):
            say(_("It is written down."))
            await go(back)

    offered = [c.Option(one, _(words)) for one, words in WITHIN_DAYS.items()]
    return page_view(
        lock,
        phone,
        addresses.improvement(session_id),
        _("To become better"),
        *([c.trouble(_("It is not saved yet"), errand.problem)] if errand.problem else []),
        c.card(
            c.TextAnswer(_("What is to become better?"), "", write, lines=2, max_length=ACTION_CHARACTERS, key="text"),
            c.TextAnswer(
                _("Which function sees to it?"),
                "",
                set_owner,
                helper=_("A function, not a person"),
                max_length=OWNER_CHARACTERS,
                key="owner",
            ),
            spacing=12,
        ),
        c.card(
            c.header(_("By when?"), "title_medium"),
            c.choices(offered, [days], choose, columns=1),
            *([c.hint(whole_day(due))] if due else []),
        ),
        back=going(back),
        bottom=c.bottom_bar(c.primary(_("Write it down"), save, busy=_("Saving…") if errand.going_on else "")),
    )
