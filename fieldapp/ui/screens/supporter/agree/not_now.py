"""The way out when the person does not want to now."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import promises
from fieldapp.actions.phone import Phone
from fieldapp.domain.windows import FollowUpKind
from fieldapp.ui import components as c
from fieldapp.ui.going import go
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _


def not_now_sheet(phone: Phone, contact: str, leave: Action) -> ft.BottomSheet:
    """ "Får vi höra av oss senare?" """

    async def decline(recontact: FollowUpKind | None) -> None:
        leave()
        await asyncio.to_thread(promises.decline, phone, contact, recontact)
        await go(f"/slip/{contact}")

    answers = [
        c.secondary(_("Yes, in a week"), partial(decline, FollowUpKind.EARLY)),
        c.secondary(_("Yes, in a month"), partial(decline, FollowUpKind.ONE_MONTH)),
        c.secondary(_("No"), partial(decline, None)),
    ]
    hint = c.hint(_("The person keeps the code and can always come back."))
    return c.sheet(_("May we be in touch later?"), [hint, *answers], leave=leave)
