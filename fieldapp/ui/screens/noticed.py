"""What the exchange noticed about the server or a phone, in words, with what to do."""

from functools import partial

import flet as ft

from fieldapp.actions import noticing
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import Notice, Noticed
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
_ALARMING = frozenset({Notice.FORK, Notice.NOT_ANYWHERE})


def noticed_lines(phone: Phone, do: Action) -> list[ft.Control]:
    """On a start page: one line for what matters most; the rest is on the page it leads to."""
    found = noticing.noticed(phone)
    return [c.notice(_status(found[0]), what_to_do(found[0]), do=do, live=True)] if found else []


@component
def NoticedCards() -> ft.Control:
    """All of it, each to be put away by somebody who has read it. Nothing is seen while there is nothing."""
    phone = use_phone()
    found = noticing.noticed(phone)
    cards = [_card(each, partial(noticing.have_read, phone, each)) for each in found]
    return ft.Column(cards, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH) if cards else ft.Container()


def _card(what: Noticed, read: Action) -> ft.Control:
    when = c.hint(moment(what.at))
    told = c.notice(_status(what), what_to_do(what))
    return c.card(told, when, c.secondary(_("I have read this"), read, I.DONE))


def _status(what: Noticed) -> c.Status:
    tone = c.Tone.BRICK if what.notice in _ALARMING else c.Tone.AMBER
    return c.Status(I.WARNING_AMBER_OUTLINED, what_happened(what), tone)


def what_happened(what: Noticed) -> str:
    phone = what.device_label or _("An unknown phone")
    match what.notice:
        case Notice.FORK:
            return _("The district server shows different things to different phones")
        case Notice.TAKEN_BACK:
            words = ngettext(
                "{n} record that the district had confirmed is missing there",
                "{n} records that the district had confirmed are missing there",
                what.count,
            )
            return words.format(n=what.count)
        case Notice.RESTORED:
            return _("The district server has been put back to an older copy")
        case Notice.FETCHED_BACK:
            words = ngettext(
                "{n} record was missing on this phone after an older copy",
                "{n} records were missing on this phone after an older copy",
                what.count,
            )
            return words.format(n=what.count)
        case Notice.NOT_ANYWHERE:
            words = ngettext(
                "{n} record is missing on this phone after an older copy, and the district does not have it",
                "{n} records are missing on this phone after an older copy, and the district does not have them",
                what.count,
            )
            return words.format(n=what.count)
        case Notice.DOUBLED:
            return _("{phone} has gone on from an older copy of itself").format(phone=phone)


def what_to_do(what: Noticed) -> str:
    match what.notice:
        case Notice.FORK:
            words = _(
                "It was noticed through {phone}. Nothing is lost here. Tell your supervisor, "
                "and hand over in person what cannot wait."
            )
            return words.format(phone=what.device_label or _("An unknown phone"))
        case Notice.TAKEN_BACK:
            return _("It is on this phone, and is sent again by itself. Tell your supervisor if it happens again.")
        case Notice.RESTORED:
            return _("This phone brings back what it holds. You do not have to do anything.")
        case Notice.FETCHED_BACK:
            return _("It has been fetched from the district. Check that nothing else is missing.")
        case Notice.NOT_ANYWHERE:
            return _("Write down again what you remember, and tell your supervisor.")
        case Notice.DOUBLED:
            return _("Everything is kept. Ask whoever has the phone whether anything is missing in it.")
