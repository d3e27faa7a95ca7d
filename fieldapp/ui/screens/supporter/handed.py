"""The contacts a coordinator has let this supporter take over."""

import asyncio

import flet as ft

from fieldapp.actions import handing_on, persons
from fieldapp.actions.phone import Phone
from fieldapp.actions.promises import slip
from fieldapp.actions.views import PersonView
from fieldapp.domain.contact import Contact
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import person_parts
from fieldapp.ui.screens.casework.attempt import use_attempt
from fieldapp.ui.screens.casework.due import OPEN
from fieldapp.ui.screens.casework.known_to_me import KnownToMe
from fieldapp.ui.screens.supporter.views import task_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, whole_day
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


def handed_to_me(phone: Phone) -> list[ft.Control]:
    """Rows by code; nothing when there is none."""
    found = handing_on.handed_to_me(phone)
    if not found:
        return []
    return [
        ft.Container(c.header(_("Handed on to you"), "title_medium"), padding=ft.Padding.only(top=8)),
        c.rows(*(_row(phone, contact) for contact in found)),
    ]


def _row(phone: Phone, contact: Contact) -> ft.Control:
    latest = slip(phone, contact.id).latest
    due = _("No later than {day}").format(day=whole_day(latest)) if latest else _("No follow-up is open")
    lines = (c.code(contact.code), c.text(due, "body_small", ft.Colors.ON_SURFACE_VARIANT))
    return c.row(*lines, do=going(f"/handed/{contact.id}"))


@screen
def Handed() -> ft.View:
    lock, contact = use_lock(), ft.use_route_params().get("contact", "")
    return task_view(f"/handed/{contact}", _("The person"), HandedPerson(contact), lock=lock, back=going("/"))


@component
def HandedPerson(contact_id: str) -> ft.Control:
    phone = use_phone()
    first, set_first = ft.use_state(_nobody())
    problem, set_problem = ft.use_state("")

    async def enter() -> None:
        try:
            set_first(await asyncio.to_thread(persons.open_person, phone, contact_id))
        except StodkedjanError as error:
            set_problem(error.sentence())

    ft.use_effect(enter, [contact_id])
    person = persons.reread_person(phone, contact_id) if first else None
    waiting = [card for card in person.follow_ups if card.due in OPEN] if person else []
    card = min(waiting, key=lambda one: one.window.latest, default=None)
    note = use_attempt(phone, card)
    if person is None:
        return c.frame(
            c.page_body(
                c.trouble(_("The person cannot be opened"), _(problem)) if problem else c.working(_("Opening…"))
            )
        )
    buttons = [c.secondary(_("Note an attempt"), note, I.ADD_CALL)] if card else []

    async def ring() -> None:
        await call(person.phone)
        if card:
            note()

    if person.phone:
        buttons.append(c.primary(_("Call {number}").format(number=person.phone), ring, I.CALL))
    parts = (*person_parts.who(person), person_parts.contact(person), *person_parts.agreed(person))
    body = c.page_body(*parts, person_parts.needs_and_reasons(person), KnownToMe(contact_id, "/"))
    return c.frame(body, c.bottom_bar(*buttons) if buttons else None)


def _nobody() -> PersonView | None:
    return None
