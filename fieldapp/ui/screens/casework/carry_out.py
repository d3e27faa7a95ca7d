"""Carrying out what the archive decided: a person's record goes, everywhere and for good."""

import flet as ft

from fieldapp.actions import disposals, disposing
from fieldapp.actions.disposals import DisposalRow
from fieldapp.actions.disposing import REASON_CHARACTERS
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


@screen
def CarryOut() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact = ft.use_route_params()["contact"]
    reason, write = ft.use_state("")
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    row = next((one for one in disposals.proposed(phone) if one.contact_id == contact), None)
    back = going(places.DISPOSALS)

    async def dispose() -> None:
        set_missing("" if reason.strip() else _("Reason: write who decided it, and when"))
        if reason.strip() and await run("dispose", disposing.dispose_of_person, phone, contact, reason):
            say(_("Disposed of. Nothing of it is left but that there was something."))
            await go(places.DISPOSALS)

    bar = c.app_bar(_("Dispose of a record"), lock=lock, back=back)
    if row is None or row.keep:
        gone = c.trouble(_("This record is not to be disposed of"), _("Go back to the list."))
        return _view(contact, bar, c.frame(c.page_body(gone)))
    helper = _("It stands in the board's log for good. Write no names.")
    field = c.TextAnswer(_("Reason"), "", write, helper=helper, error=missing, lines=2, max_length=REASON_CHARACTERS)
    page = c.confirm_page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        *_told(row),
        field,
        yes=_("Dispose of {code}").format(code=row.code),
        do=dispose,
        leave=back,
        is_severe=True,
        busy=_("Disposing…") if errand.going_on else "",
    )
    return _view(contact, bar, page)


def _told(row: DisposalRow) -> list[ft.Control]:
    status = c.Status(ft.Icons.REPORT_OUTLINED, _("It cannot be taken back."), c.Tone.BRICK)
    words = _("The person, the visits and everything that was promised go from the server and from every phone.")
    return [c.code(row.code, "large"), c.notice(status, words)]


def _view(contact: str, bar: ft.AppBar, body: ft.Control) -> ft.View:
    return ft.View(route=places.carry_out(contact), padding=0, spacing=0, appbar=bar, controls=[body])
