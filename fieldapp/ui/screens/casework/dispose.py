"""Proposing that a person's record is put away, and the list of what has been proposed."""

from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import board_settings, disposals
from fieldapp.actions.disposals import DisposalRow
from fieldapp.actions.phone import Phone
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, day, ngettext

MOST: Final = 60
I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Dispose() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    keep, set_keep = ft.use_state("")
    problem, set_problem = ft.use_state("")
    errand, run = use_errand()

    async def propose() -> None:
        set_problem("" if keep else _("Choose whether it is kept for the archive"))
        if keep and await run("propose", partial(disposals.propose_disposal, phone, contact, keep=keep == "yes")):
            say(_("Proposed. Nothing is deleted until the archive has decided."))
            await go(places.DISPOSALS)

    back = going(places.person(contact))
    page = partial(page_view, lock, phone, places.dispose(contact), _("Propose disposal"), back=back)
    if not disposals.may_propose(phone):
        return page(c.trouble(_("Only a supervisor proposes disposal"), _("Ask your supervisor.")))
    words = _("Is the person born on the 5th, 15th or 25th of a month?")
    helper = _("Then the record is kept for research. Only this answer is written down, never the date.")
    options = [c.Option("yes", _("Yes, keep it for the archive")), c.Option("no", _("No"))]
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.text(_("Only when nothing promised is open. The archive decides; nothing is deleted by proposing it.")),
        c.question(
            "keep",
            words,
            c.long_choices(options, one(keep or None), set_keep),
            helper=helper,
            done=bool(keep),
            error=problem,
        ),
        bottom=c.bottom_bar(
            c.primary(
                _("Propose disposal"), propose, I.INVENTORY_2_OUTLINED, busy=_("Saving…") if errand.going_on else ""
            )
        ),
    )


@screen
def Disposals() -> ft.View:
    lock, phone = use_lock(), use_phone()
    found = disposals.proposed(phone)
    none = c.empty(_("Nothing is proposed for disposal."), _("It is proposed from a person's page, when all is done."))
    rows = c.rows(*(_row(row) for row in found)) if found else none
    hint = c.hint(_("For the archive. Codes only; who it is stands in no list."))
    page = partial(page_view, lock, phone, places.DISPOSALS, _("Proposed for disposal"), back=going(places.MORE))
    return page(rows, *([hint] if found else []), *_due(phone))


def _due(phone: Phone) -> list[ft.Control]:
    """As many as are looked at in one go."""
    found, months = disposals.due(phone), board_settings.settings(phone).retention_months
    if not found:
        return []
    told = _("Nobody has written about them for {n} months, and nothing is open.").format(n=months)
    lines = [c.row(c.code(code), do=going(places.dispose(contact))) for contact, code in found[:MOST]]
    count = ngettext("{n} to look at", "{n} to look at", len(found)).format(n=len(found))
    return [c.header(count, "title_medium"), c.hint(told), c.rows(*lines)]


def _row(row: DisposalRow) -> ft.Control:
    kept = _("Keep for the archive") if row.keep else _("May be disposed of")
    return c.row(
        c.code(row.code),
        c.text(kept, "body_medium"),
        c.hint(_("Proposed {day}").format(day=f"{day(row.proposed_on)} {row.proposed_on.year}")),
        do=going(places.person(row.contact_id) if row.keep else places.carry_out(row.contact_id)),
    )
