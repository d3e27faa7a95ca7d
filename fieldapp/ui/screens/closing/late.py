"""Arrived late: what came after closing or could not enter its stream, seen and taken in by a supervisor."""

from functools import partial

import flet as ft

from fieldapp.actions import late as actions
from fieldapp.actions.views import LateItem
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import Errand, use_errand
from fieldapp.ui.screens.closing.late_item import late_card
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, ngettext

FEWEST = 30


@screen
def Late() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params().get("id", "")
    errand, run = use_errand()
    asking, run_ask = use_errand()
    most, set_most = ft.use_state(FEWEST)

    async def fetch() -> None:
        await run_ask("fetch", actions.fetch, phone)

    async def take_in(item: LateItem) -> None:
        if await run(item.id, actions.take_in, phone, item.id):
            say(_("It is taken in. The queue gets it at the next exchange."))

    ft.use_effect(fetch, [])
    items = [item for group in actions.groups(phone) for item in group.items]
    cards = [
        late_card(
            one,
            partial(take_in, one),
            going(addresses.late_other(session, one.id)),
            busy=errand.going_on == one.id,
        )
        for one in items[:most]
    ]
    more = [c.secondary(_("Show more"), partial(set_most, most + FEWEST))] if len(items) > most else []
    again = c.primary(_("Fetch again"), fetch, ft.Icons.REFRESH, busy=_("Fetching…") if asking.going_on else "")
    return page_view(
        lock,
        phone,
        addresses.late(session),
        _("Arrived late"),
        *_told(errand.problem or asking.problem),
        *([_head(len(items))] if items else [_nothing(asking)]),
        *cards,
        *more,
        back=going(addresses.session(session) if session else places.MORE),
        bottom=c.bottom_bar(again),
    )


def _told(problem: str) -> list[ft.Control]:
    return [c.trouble(_("It did not work"), problem)] if problem else []


def _head(count: int) -> ft.Control:
    words = ngettext("{n} item has arrived late", "{n} items have arrived late", count).format(n=count)
    hint = _("It is kept as it came. Nothing goes into the queue until you take it in.")
    return ft.Column([c.header(words, "title_medium"), c.hint(hint)], spacing=2, tight=True)


def _nothing(asking: Errand) -> ft.Control:
    if asking.going_on:
        return c.working(_("Asking the district…"))
    return c.empty(
        _("Nothing has arrived late"), _("What a phone delivers after its session was closed is shown here.")
    )
