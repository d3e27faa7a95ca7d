"""Revoking a device: a page of its own, because it cannot be taken back."""

from functools import partial

import flet as ft

from fieldapp.actions import breaches, people, removing
from fieldapp.actions.views import DeviceRow
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import one, use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.breaches.addresses import breach as breach_at
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.closing.errand import use_errand
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Revoke() -> ft.View:
    lock, phone = use_lock(), use_phone()
    device_id = ft.use_route_params()["device"]
    reason, write = ft.use_state("")
    is_lost, choose = use_optional(bool)
    missing, set_missing = ft.use_state("")
    errand, run = use_errand()
    device = next((row for row in people.devices(phone) if row.device == device_id), None)
    back = going(places.device(device_id))

    async def revoke() -> None:
        if is_lost is None:
            set_missing(_("Say whether the phone is lost"))
            return
        deed = breaches.report_lost if is_lost else removing.revoke_device
        if await run("revoke", deed, phone, device_id, reason):
            say(_("The phone is revoked. All it could read has new keys."))
            await go(breach_at(device_id) if is_lost else places.DEVICES)

    def pick(lost: bool) -> None:
        set_missing("")
        choose(lost)

    page = partial(page_view, lock, phone, places.revoke(device_id), _("Revoke the phone"), back=back)
    if device is None:
        return page(c.trouble(_("The phone is not known here"), _("Go back and open it again.")))
    button = c.severe(_("Revoke {label}").format(label=device.label), revoke, busy=_busy(bool(errand.going_on)))
    facts = (
        (I.LOCK_OUTLINE, _("It reads nothing that is written from now on.")),
        (I.MOVE_TO_INBOX, _("What it has not sent can still be delivered. It comes to Arrived late.")),
        (I.BLOCK, _("It cannot be taken back. The person can get a new invite.")),
    )
    return page(
        *([c.trouble(_("It did not work"), errand.problem)] if errand.problem else []),
        c.header(", ".join(filter(None, (device.label, device.name))), "title_large"),
        c.card(*(c.fact(mark, words) for mark, words in facts), spacing=12),
        c.question(
            "lost",
            _("Is the phone lost or stolen?"),
            c.long_choices(_offered(device), one(is_lost), pick),
            done=is_lost is not None,
            error=missing,
        ),
        c.TextAnswer(
            _("Reason"),
            "",
            write,
            helper=_("It stands in the board's list of members. Write no names."),
            error="",
            lines=2,
            max_length=removing.REASON_CHARACTERS,
        ),
        bottom=c.bottom_bar(button),
    )


def _offered(device: DeviceRow) -> list[c.Option[bool]]:
    what = _("A data breach is noted, and 72 hours begin.")
    counts = _("Issued {issued}, received {received}").format(issued=device.issued or 0, received=device.received)
    return [
        c.Option(True, _("Yes, lost or stolen"), f"{counts}. {what}" if device.missing else what),
        c.Option(False, _("No, we have it or know where it is")),
    ]


def _busy(is_busy: bool) -> str:
    return _("Revoking…") if is_busy else ""
