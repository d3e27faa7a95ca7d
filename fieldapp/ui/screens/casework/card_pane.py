"""One follow-up with what can be done: on a page of its own, or beside the list."""

import asyncio

import flet as ft

from fieldapp.actions import persons
from fieldapp.actions import queue as actions
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import FollowUpCard
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import wide
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.attempt import use_attempt
from fieldapp.ui.screens.casework.card_parts import head, parts
from fieldapp.ui.screens.casework.desk import bare_view, on_desk
from fieldapp.ui.screens.casework.due import OPEN
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, sentence


@component
def CardPane(follow_up_id: str, in_pane: bool, *, key: str = "") -> ft.Control:
    phone = use_phone()
    card = find(phone, follow_up_id)
    start = use_attempt(phone, card)

    async def take() -> None:
        await asyncio.to_thread(persons.take, phone, follow_up_id)
        say(_("You are the contact person."))

    if card is None:
        return c.page_body(gone(), in_pane=in_pane)
    body = c.page_body(*head(card, phone), *parts(card, phone, take), in_pane=in_pane)
    bar = c.bottom_bar(_buttons(card, start), in_pane=in_pane)
    if in_pane:
        return ft.Column([ft.Container(body, expand=True, padding=_PANE), bar], spacing=0, expand=True)
    return c.frame(body, bar)


_PANE = ft.Padding.only(left=8, right=8, top=16)


def find(phone: Phone, follow_up_id: str) -> FollowUpCard | None:
    try:
        return actions.card(phone, follow_up_id)
    except GoneMeanwhile:
        return None


def gone() -> ft.Control:
    back = c.secondary(_("Back to the queue"), going(places.QUEUE))
    return c.trouble(_("The follow-up is not here"), sentence(GoneMeanwhile()), back)


def _buttons(card: FollowUpCard, start: Action) -> ft.Control:
    open_person = going(places.person(card.contact_id))
    if card.due not in OPEN:
        return c.primary(_("Open the person"), open_person, ft.Icons.LOCK_OPEN)
    # Beside each other on a phone there is room for the words alone.
    pictures = (ft.Icons.ADD_CALL, ft.Icons.LOCK_OPEN) if wide() else (None, None)
    note = c.secondary(_("Note an attempt"), start, pictures[0])
    return c.pair(note, c.primary(_("Open the person"), open_person, pictures[1]))


@screen
def FollowUpPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    follow_up_id = ft.use_route_params()["id"]
    here, back = places.follow_up(follow_up_id), going(places.QUEUE)
    pane = CardPane(follow_up_id, wide(), key=follow_up_id)
    if wide():
        return bare_view(here, on_desk(lock, phone, here, pane))
    bar = c.app_bar(_("Follow-up"), back=back, lock=lock)
    return ft.View(route=here, padding=0, spacing=0, appbar=bar, controls=[pane])
