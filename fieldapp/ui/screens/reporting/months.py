"""Twenty-four months of a board, to be taken to the analysis of risk and vulnerability."""

import asyncio
from collections.abc import Callable
from datetime import date
from functools import partial

import flet as ft

from fieldapp.actions import exporting
from fieldapp.actions.phone import Phone
from fieldapp.domain.contact_choices import AgeBand
from fieldapp.domain.long_export import Column, LongExport, Told
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.visit_choices import Need
from fieldapp.i18n import WHOLE_MONTHS
from fieldapp.ui import components as c
from fieldapp.ui import files
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.evaluation.document import as_document
from fieldapp.ui.screens.evaluation.files import as_table
from fieldapp.ui.screens.evaluation.parts import hidden_note, table
from fieldapp.ui.screens.evaluation.report import Line, Section, count, few_note
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, ngettext, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons
MONTHS = "/more/months"


@screen
def MonthsPage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found, set_found = use_optional(LongExport)

    async def look() -> None:
        if exporting.may_export(phone):
            set_found(await asyncio.to_thread(exporting.long_export, phone))

    async def give(suffix: str, make: Callable[[], bytes]) -> None:
        await asyncio.to_thread(exporting.note_export, phone)
        if await files.give(f"{_('twenty-four-months')}.{suffix}", await asyncio.to_thread(make)):
            say(_("The file is saved. It stands in the log that it was made."))

    ft.use_effect(look, [])
    page = partial(page_view, lock, phone, MONTHS, _("Twenty-four months"), back=going(places.MORE))
    if not exporting.may_export(phone):
        return page(c.empty(_("Your supervisor makes this"), _("It counts what every session came to.")))
    if found is None:
        return page(c.working(_("Counting…")))
    parts = sections(found)
    table_file = partial(give, "csv", partial(as_table, parts))
    document = partial(give, "pdf", partial(as_document, _("Twenty-four months"), parts, few_note()))
    buttons = c.pair(
        c.secondary(_("Table (CSV)"), table_file),
        c.primary(_("Document (PDF)"), document, I.PICTURE_AS_PDF_OUTLINED),
        shares=(2, 3),
    )
    told = c.hint(_("No names, no codes, no places. Small figures are hidden so that none can be worked out."))
    return page(told, *map(table, parts), hidden_note(), bottom=c.bottom_bar(buttons))


def sections(found: LongExport) -> tuple[Section, ...]:
    """Period, sessions, and then each column of all sessions with its total."""
    period = _("{first} to {last}").format(first=_with_year(found.first), last=_with_year(found.last))
    number = ngettext("{n} session", "{n} sessions", len(found.sessions)).format(n=len(found.sessions))
    kinds = (Line(label(kind), str(times)) for kind, times in found.per_kind.items())
    columns = (_of_all(label(column), found.columns[column], _session) for column in Column)
    return (
        Section(_("Period"), (Line(period, number), *kinds)),
        *columns,
        _of_all(_("Ages"), found.ages, lambda band: label(AgeBand(band))),
        _of_all(_("Needs"), found.needs, lambda need: label(Need(need))),
        _of_all(_("Referrals by recipient"), found.recipients, lambda kind: label(RecipientType(kind))),
    )


def _with_year(on: date) -> str:
    return f"{short_day(on)} {on.year}"


def _session(name: str) -> str:
    """ "02 2026-05" → "Session 2, May 2026"."""
    number, month = name.split()
    begun = date.fromisoformat(f"{month}-01")
    told = _("Session {number}, {month} {year}")
    return told.format(number=int(number), month=_(WHOLE_MONTHS[begun.month - 1]), year=begun.year)


def _of_all(title: str, told: Told, words: Callable[[str], str]) -> Section:
    lines = (Line(words(key), count(cell)) for key, cell in told.cells.items())
    return Section(title, (*lines, Line(_("All together"), count(told.total))))


def months_line(phone: Phone) -> list[ft.Control]:
    if not exporting.may_export(phone):
        return []
    told = c.hint(_("For the analysis of risk and vulnerability"))
    return [c.row(c.text(_("Twenty-four months")), told, before=c.icon(I.INSIGHTS, 24), do=going(MONTHS))]
