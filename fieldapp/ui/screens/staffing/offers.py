"""Organisations that offer their help in this session, and noting one more."""

from functools import partial

import flet as ft

from fieldapp.actions import offers, recipients
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.domain.incoming_offer import WHAT_CHARACTERS, IncomingOffer
from fieldapp.domain.permissions import Action as Deed
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import one
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.casework.places import NEW_RECIPIENT
from fieldapp.ui.screens.closing.addresses import session as session_place
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.screens.staffing import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def OffersPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    chosen, choose = ft.use_state("")
    what, write = ft.use_state("")
    errand, run = use_errand()

    async def note() -> None:
        if await run("offer", offers.note_offer, phone, session, chosen, what):
            choose("")
            write("")
            say(_("Noted. They can be chosen as a recipient."))

    back = going(session_place(session))
    page = partial(page_view, lock, phone, addresses.offers(session), _("Offers of help"), back=back)
    found = offers.offers(phone, session)
    none = c.empty(_("Nobody has offered help yet."), _("Note it here when an organisation gets in touch."))
    listed = c.rows(*(_line(phone, each) for each in found)) if found else none
    if not allowed(phone, Deed.KEEP_RECIPIENTS):
        return page(listed)
    known = [c.Option(each.id, each.name, label(each.type)) for each in recipients.recipients(phone, all_of_them=True)]
    new = c.quiet(_("Add an organisation"), going(NEW_RECIPIENT), I.ADD)
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        listed,
        c.question(
            "who", _("Who offers help?"), c.long_choices(known, one(chosen or None), choose), new, done=bool(chosen)
        ),
        c.field(_("What do they offer?"), what, write, max_length=WHAT_CHARACTERS, lines=2),
        c.hint(_("Names nobody. A person is referred to them only as any other recipient: with consent.")),
        bottom=c.bottom_bar(
            c.primary(_("Note the offer"), note, I.CHECK, busy=_("Saving…") if errand.going_on else "")
        ),
    )


def _line(phone: Phone, offer: IncomingOffer) -> ft.Control:
    names = {each.id: each.name for each in recipients.recipients(phone, all_of_them=True)}
    when = ", ".join(filter(None, (moment(offer.at) if offer.at else "", phone.label_of(offer.by))))
    name = names.get(offer.recipient_id, _("An organisation"))
    return c.row(c.text(name, "title_small"), c.text(offer.what, "body_medium"), c.hint(when))
