"""On the page of a session: how it began, and the way to its staff and its places."""

from typing import Final

import flet as ft

from fieldapp.actions import deviating, leading, lent, offers, sites, staffing
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.going import going
from fieldapp.ui.screens.boards import addresses as boards
from fieldapp.ui.screens.closing import addresses as closing
from fieldapp.ui.screens.loans import addresses as loans
from fieldapp.ui.screens.reporting.command import command_line
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.screens.staffing.chain import chain_card
from fieldapp.ui.words import _, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
NEWEST: Final = 3


def session_errands(phone: Phone, session: str) -> list[ft.Control]:
    lines = [_lead(phone, session), _staff(phone, session), _borrowed(phone, session)]
    lines += [_places(phone, session), _offers(phone, session)]
    lines.append(_deviations(phone, session))
    if allowed(phone, Deed.STAFF_SESSION):
        lines += [_activation(session), _status(session), command_line(phone, session)]
    if allowed(phone, Deed.PROPOSE_HANDOVER) and phone.roster.peers:
        lines.append(_hand_over(session))
    return [*chain_card(phone, session), c.rows(*lines)]


def _places(phone: Phone, session: str) -> ft.Control:
    names = ", ".join(sites.open_names(phone, session))
    told = [c.text(names, "body_medium", ft.Colors.ON_SURFACE_VARIANT)] if names else []
    do = going(addresses.places_of(session))
    return c.row(c.text(_("Support centres"), "title_medium"), *told, before=c.icon(I.PLACE_OUTLINED, 24), do=do)


def _borrowed(phone: Phone, session: str) -> ft.Control:
    here = [row.board_name for row in lent.by_board(phone, [session])]
    told = [c.text(", ".join(here), "body_medium", ft.Colors.ON_SURFACE_VARIANT)] if here else []
    do = going(loans.borrowed(session))
    return c.row(
        c.text(_("Borrowed supporters"), "title_medium"), *told, before=c.icon(I.HANDSHAKE_OUTLINED, 24), do=do
    )


def _activation(session: str) -> ft.Control:
    do = going(addresses.activation(session))
    return c.row(c.text(_("Activation"), "title_medium"), before=c.icon(I.CAMPAIGN_OUTLINED, 24), do=do)


def _lead(phone: Phone, session: str) -> ft.Control:
    now = leading.lead(phone, session)
    name = phone.label_of(now.member) if now else _("Nobody is named")
    told = c.text(name, "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    do = going(addresses.lead(session))
    return c.row(c.text(_("Session lead"), "title_medium"), told, before=c.icon(I.FLAG_OUTLINED, 24), do=do)


def _offers(phone: Phone, session: str) -> ft.Control:
    count = len(offers.offers(phone, session))
    told = [c.text(str(count), "body_medium", ft.Colors.ON_SURFACE_VARIANT)] if count else []
    do = going(addresses.offers(session))
    return c.row(
        c.text(_("Offers of help"), "title_medium"), *told, before=c.icon(I.VOLUNTEER_ACTIVISM_OUTLINED, 24), do=do
    )


def _deviations(phone: Phone, session: str) -> ft.Control:
    """The newest of them; all are on the page."""
    found = deviating.deviations(phone, [session])
    newest = [c.text(one.what, "body_medium", ft.Colors.ON_SURFACE_VARIANT) for one in found[:NEWEST]]
    more = [c.hint(_("{n} in all").format(n=len(found)))] if len(found) > NEWEST else []
    head, mark = c.text(_("Deviations"), "title_medium"), c.icon(I.REPORT_GMAILERRORRED_OUTLINED, 24)
    return c.row(head, *newest, *more, before=mark, do=going(addresses.deviations(session)))


def _status(session: str) -> ft.Control:
    words = c.text(_("Status report"), "title_medium")
    return c.row(words, before=c.icon(I.SUMMARIZE_OUTLINED, 24), do=going(closing.status(session)))


def _hand_over(session: str) -> ft.Control:
    do = going(boards.hand_over(session))
    return c.row(
        c.text(_("Hand over to another board"), "title_medium"), before=c.icon(I.HANDSHAKE_OUTLINED, 24), do=do
    )


def _staff(phone: Phone, session: str) -> ft.Control:
    found = staffing.staff(phone, session)
    warned = sum(bool(row.warnings) for row in found.on)
    now = ngettext("{n} works now", "{n} work now", len(found.on)).format(n=len(found.on))
    head = [c.text(_("Staffing"), "title_medium"), c.text(now, "body_medium", ft.Colors.ON_SURFACE_VARIANT)]
    do = going(addresses.staff(session))
    return c.row(*head, *_warned(warned), before=c.icon(I.GROUPS_OUTLINED, 24), do=do)


def _warned(count: int) -> list[ft.Control]:
    if not count:
        return []
    words = ngettext("{n} needs a break or relief", "{n} need a break or relief", count).format(n=count)
    return [c.status_line(c.Status(I.HOURGLASS_BOTTOM, words, c.Tone.AMBER, bold=True))]
