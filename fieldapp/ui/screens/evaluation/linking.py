"""Sessions that are for one incident: asked about in the list, linked and unlinked on the session's page."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import linking
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionView
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def same_incident_notices(phone: Phone) -> list[ft.Control]:
    """Nothing for who may not link, and nothing when nothing is to be asked."""
    return [SameIncident(one, other, key=f"{one.id}{other.id}") for one, other in linking.proposals(phone)]


@component
def SameIncident(one: SessionView, other: SessionView, *, key: str = "") -> ft.Control:
    phone = use_phone()
    errand, run = use_errand()

    async def link() -> None:
        if await run("link", linking.link, phone, one.id, other.id):
            say(_("They are linked to one incident."), undo=partial(_unlink, phone, other.id))

    async def apart() -> None:
        if await run("apart", linking.keep_apart, phone, one.id, other.id):
            say(_("They stay two incidents. Nobody is asked again."))

    status = c.Status(I.HUB_OUTLINED, _("The same incident?"), c.Tone.AMBER)
    return c.card(
        c.status_line(status),
        _named(one),
        _named(other),
        *([c.error_row(errand.problem)] if errand.problem else []),
        c.hint(_("Linking moves nothing. Only the figures are counted together.")),
        c.pair(
            c.secondary(_("Two incidents"), apart),
            c.secondary(_("Link them"), link, I.LINK, busy=_("Saving…") if errand.going_on == "link" else ""),
        ),
        spacing=12,
    )


def _named(session: SessionView) -> ft.Control:
    lines = [c.code(session.code, "small"), c.text(_what(session)), c.hint(_opened(session))]
    return ft.Column([*lines], spacing=0, tight=True)


def _opened(session: SessionView) -> str:
    return moment(session.opened_at) if session.opened_at else ""


def _what(session: SessionView) -> str:
    kind = label(session.incident_type) if session.incident_type else _("Session")
    return f"{kind}, {session.area}" if session.area else kind


async def _unlink(phone: Phone, session_id: str) -> None:
    await asyncio.to_thread(linking.unlink, phone, session_id)
    say(_("The session stands by itself again."))


def linked_sessions(phone: Phone, session_id: str) -> list[ft.Control]:
    """On the session's page: what it is linked with, and the way to link another."""
    others = linking.linked_to(phone, session_id)
    if not linking.may_link(phone) or not (others or linking.linkable(phone, session_id)):
        return []
    rows = [c.rows(*(_row(one, going(addresses.session(one.id))) for one in others))] if others else []
    buttons = [c.quiet(_("Link to another session"), going(addresses.link(session_id)), I.LINK)]
    buttons += [c.quiet(_("Undo the linking"), partial(_unlink, phone, session_id), I.LINK_OFF)] if others else []
    head = [c.header(_("The same incident"), "title_medium")] if others else []
    return [*head, *rows, ft.Row([*buttons], wrap=True)]


def _row(session: SessionView, do: Action) -> ft.Control:
    return c.row(c.code(session.code), c.text(_what(session), "body_medium"), do=do)


@screen
def LinkSession() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session_id = ft.use_route_params()["id"]
    chosen, choose = ft.use_state("")
    errand, run = use_errand()
    back = addresses.session(session_id)
    offered = linking.linkable(phone, session_id)

    async def link() -> None:
        if chosen and await run("link", linking.link, phone, session_id, chosen):
            say(_("They are linked to one incident."), undo=partial(_unlink, phone, chosen))
            await go(back)

    page = partial(page_view, lock, phone, addresses.link(session_id), _("The same incident"), back=going(back))
    if not offered:
        return page(c.empty(_("There is no other session"), _("Another session shows here when it has been opened.")))
    options = [c.Option(one.id, f"{one.code}, {_what(one)}", _opened(one)) for one in offered]
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(_("Which session is for the same incident?"), "body_large"),
        c.long_choices(options, [chosen], choose),
        c.hint(_("Linking moves nothing. Only the figures are counted together.")),
        bottom=c.bottom_bar(c.primary(_("Link them"), link, I.LINK, busy=_("Saving…") if errand.going_on else "")),
    )
