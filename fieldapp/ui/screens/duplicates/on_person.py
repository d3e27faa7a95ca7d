"""On an opened person: what was joined to her, who is called with her, and the way to join another."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import duplicates, household
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import JoinedView, PersonView
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import go, going
from fieldapp.ui.screens.casework import places
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.tokens import RADIUS_CARD
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


def duplicate_parts(phone: Phone, person: PersonView) -> list[ft.Control]:
    """A protected person is compared with nobody."""
    joined = [_joined(phone, one) for one in person.joined]
    if person.identity_level is IdentityLevel.PROTECTED or not duplicates.may_decide(phone):
        return joined
    return [*joined, *_family(phone, person.contact_id), JoinAnother(person.contact_id, key=person.contact_id)]


def _joined(phone: Phone, one: JoinedView) -> ft.Control:
    async def undo() -> None:
        await asyncio.to_thread(duplicates.undo, phone, one.contact_id)
        say(_("They are two persons again."))

    said = ", ".join(filter(None, (one.name, one.phone)))
    words = [c.text(_("Registered there as {what}").format(what=said), "body_medium")] if said else []
    button = ft.Row([c.quiet(_("Undo the joining"), undo, I.UNDO)], wrap=True)
    return c.card(c.header(_("Joined with"), "title_medium"), c.code(one.code), *words, button)


def _family(phone: Phone, contact_id: str) -> list[ft.Control]:
    others = household.family_of(phone, contact_id)
    if not others:
        return []

    async def apart() -> None:
        everybody = (contact_id, *(one.id for one in others))
        await asyncio.to_thread(duplicates.handle_apart, phone, everybody)
        say(_("Each has a call of their own."))

    lines = [c.row(c.code(one.code), do=going(places.person(one.id))) for one in others]
    button = ft.Row([c.quiet(_("Each on their own"), apart, I.UNDO)], wrap=True)
    return [c.header(_("Called together with"), "title_medium"), c.rows(*lines), button]


@component
def JoinAnother(contact_id: str, *, key: str = "") -> ft.Control:
    """Whom the other code belongs to is looked up, and then both are compared."""
    phone = use_phone()
    asked, ask = ft.use_state(False)
    typed, write = ft.use_state("")
    problem, set_problem = ft.use_state("")

    def leave() -> None:
        ask(False)
        write("")
        set_problem("")

    async def search() -> None:
        try:
            other = await asyncio.to_thread(duplicates.other_by_code, phone, contact_id, typed)
        except StodkedjanError as error:
            set_problem(sentence(error))
            return
        if other is None:
            set_problem(_("Nobody with that code"))
            return
        leave()
        await go(places.compare(contact_id, other))

    field = c.field(_("The other contact code"), typed, write, error=problem, autofocus=True, submitted=search)
    field.capitalization = ft.TextCapitalization.CHARACTERS
    dialog = ft.AlertDialog(
        title=c.header(_("Join a duplicate"), "title_medium"),
        content=ft.Container(field, width=360),
        actions=[c.quiet(_("Cancel"), leave), c.quiet(_("Compare"), search)],
        scrollable=True,
        shape=ft.RoundedRectangleBorder(radius=RADIUS_CARD),
    )
    ft.use_dialog(dialog if asked else None)
    return ft.Row([c.quiet(_("Join a duplicate"), partial(ask, True), I.JOIN_FULL)], wrap=True)
