"""The status report of a session: the nine functions, and handing it out as a document."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import reporting
from fieldapp.actions.allowed import allowed
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import view
from fieldapp.domain.permissions import Action as Deed
from fieldapp.domain.status_report import StatusReport
from fieldapp.ui import components as c
from fieldapp.ui import files
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing import addresses
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.evaluation.parts import hidden_note, table
from fieldapp.ui.screens.evaluation.report import few_note
from fieldapp.ui.screens.reporting import words
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def StatusPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    session = ft.use_route_params()["id"]
    found, set_found = use_optional(StatusReport)
    busy, set_busy = ft.use_state(False)

    async def count() -> None:
        if allowed(phone, Deed.STAFF_SESSION):
            set_found(await asyncio.to_thread(reporting.status_report, phone, session))

    async def give() -> None:
        if found is None or busy:
            return
        set_busy(True)
        try:
            content = await asyncio.to_thread(document, phone, session, found)
            if await files.give(file_name(view(phone, session).code), content):
                await asyncio.to_thread(reporting.give, phone, session)
                say(_("The report is saved. It stands here that it was handed out."))
        finally:
            set_busy(False)

    ft.use_effect(count, [session])
    page = partial(
        page_view, lock, phone, addresses.status(session), _("Status report"), back=going(addresses.session(session))
    )
    if not allowed(phone, Deed.STAFF_SESSION):
        return page(c.empty(_("Coordinators and supervisors report the situation")))
    if found is None:
        return page(c.working(_("Counting…")))
    button = c.primary(_("Hand out the report"), give, I.PICTURE_AS_PDF_OUTLINED, busy=_("Writing…") if busy else "")
    told = c.hint(_("For the staff and for central crisis command: counts only, nobody can be known by them."))
    parts = [table(part) for part in words.sections(found, phone.board_name)]
    return page(told, *parts, hidden_note(), *_given(phone, session), bottom=c.bottom_bar(button))


def document(phone: Phone, session: str, found: StatusReport) -> bytes:
    parts = (words.head(view(phone, session), found), *words.sections(found, phone.board_name))
    return as_document(_("Status report"), parts, few_note())


def file_name(code: str) -> str:
    return f"{_('status-report')}-{code}.pdf"


def _given(phone: Phone, session: str) -> list[ft.Control]:
    lines = [c.fact(I.HISTORY, f"{moment(at)}, {who}") for at, who in reporting.given(phone, session)]
    return [c.card(c.header(_("Handed out"), "title_medium"), *lines)] if lines else []
