"""The extract a person has asked for: why, what is in it, and saving it as a PDF."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import extracts
from fieldapp.actions.phone import Phone
from fieldapp.i18n import Catalogue
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.files import give
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.paper.extract_lines import lines
from fieldapp.ui.paper.pdf import pdf
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, sentence, speech
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons
REASON_CHARACTERS = 200


@screen
def ExtractPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    reason, write = ft.use_state("")
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)

    async def save() -> None:
        if busy:
            return
        if not reason.strip():
            set_problem(_("Reason: write why the extract is made"))
            return
        set_problem("")
        set_busy(True)
        try:
            made = await asyncio.to_thread(_made, phone, contact, reason, speech())
        except StodkedjanError as error:
            set_problem(sentence(error))
            return
        finally:
            set_busy(False)
        if await give(f"utdrag-{phone.today().isoformat()}.pdf", made):
            say(_("The extract is saved. Give it to the person and delete the file."))
            await go(places.person(contact))

    page = partial(page_view, lock, phone, places.extract(contact), _("Extract"), back=going(places.person(contact)))
    if not extracts.may_extract(phone):
        return page(c.trouble(_("Only a supervisor makes extracts"), _("Ask your supervisor.")))
    button = c.primary(_("Save as PDF"), save, I.PICTURE_AS_PDF_OUTLINED, busy=_("Making the PDF…") if busy else "")
    return page(
        c.text(_("Everything that is written about this person, and about nobody else.")),
        c.card(
            c.fact(I.VISIBILITY_OUTLINED, _("That the extract is made, and why, is logged.")),
            c.fact(I.LOCK_OPEN, _("The file is not locked. Hand it over yourself, and delete it afterwards.")),
            c.fact(I.PERSON_OFF_OUTLINED, _("If a note mentions somebody else by name, cover it on the paper.")),
            spacing=12,
        ),
        c.TextAnswer(
            _("Reason"),
            "",
            write,
            error=problem,
            helper=_("For example: the person has asked for it"),
            max_length=REASON_CHARACTERS,
        ),
        bottom=c.bottom_bar(button),
    )


def _made(phone: Phone, contact: str, reason: str, language: Catalogue) -> bytes:
    return pdf(lines(extracts.extract(phone, contact, reason), language))
