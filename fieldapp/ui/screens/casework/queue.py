"""The queue: what is late, what is due, what is coming, and the one to take next."""

from functools import partial

import flet as ft

from fieldapp.actions import queue as actions
from fieldapp.actions.views import QueueView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import wide
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.attempt_words import with_own_line
from fieldapp.ui.screens.casework.card_pane import CardPane
from fieldapp.ui.screens.casework.desk import bare_view, counts, destinations, rail
from fieldapp.ui.screens.casework.find import use_search
from fieldapp.ui.screens.casework.queue_list import QueueList
from fieldapp.ui.screens.casework.referral.pane import ReferralPane
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _


@screen
def Queue() -> ft.View:
    lock, phone = use_lock(), use_phone()
    chosen, choose = ft.use_state("")
    pick = ft.use_callback(choose, [])
    search = use_search(phone)
    queue = actions.queue(phone)
    if wide():
        selected = chosen or _first(queue)
        left = ft.Column([_desk_head(search), QueueList(pick, selected)], spacing=0, expand=True)
        right = _pane(selected) if selected else c.empty(_("No follow-up is chosen."))
        return bare_view(places.QUEUE, c.frame(c.two_panes(rail(lock, phone, places.QUEUE), left, right)))
    return ft.View(
        route=places.QUEUE,
        padding=0,
        spacing=0,
        appbar=c.app_bar(_("Follow-ups"), lock=lock, actions=[_magnifier(search)]),
        navigation_bar=c.navigation_bar(destinations(phone), places.QUEUE, counts=counts(phone)),
        controls=[c.frame(QueueList(_enter, None), _next_bar(queue))],
    )


def _pane(place: str) -> ft.Control:
    """What stands at that place, beside the list."""
    item_id = place.rpartition("/")[2]
    if place == places.referral(item_id):
        return ReferralPane(item_id, key=place)
    return CardPane(item_id, in_pane=True, key=place)


async def _enter(place: str) -> None:
    await go(place)


def _first(queue: QueueView) -> str:
    rows = queue.everything
    return places.item(rows[0]) if rows else ""


def _magnifier(search: Action) -> ft.Control:
    return c.icon_button(ft.Icons.SEARCH, _("Search by code or name"), search)


def _desk_head(search: Action) -> ft.Control:
    head = ft.Row([ft.Container(c.header(_("Follow-ups"), "headline_small"), expand=True), _magnifier(search)])
    return ft.Container(head, padding=ft.Padding.only(left=20, right=8, top=14, bottom=6))


def _next_bar(queue: QueueView) -> ft.Control | None:
    if queue.next is None:
        return None
    code = queue.next.code
    words = with_own_line(_("Open the next: {code}").format(code=code), code)
    return c.bottom_bar(c.primary(words, partial(_enter, places.item(queue.next)), ft.Icons.PLAY_ARROW))
