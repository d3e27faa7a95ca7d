"""One device: what is known of it, and a new invite for whoever had it."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import breaches, people
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import DeviceRow, InviteView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.breaches.addresses import breach as breach_at
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.supervision.device_row import device_row
from fieldapp.ui.screens.supervision.invited import invited
from fieldapp.ui.screens.supervision.wiped import wiped_notice
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError
from sync.protocol.members import DeviceState

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def DevicePage() -> ft.View:
    lock, phone = use_lock(), use_phone()
    device_id = ft.use_route_params()["device"]
    made, set_made = ft.use_state(_none())
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)

    async def invite() -> None:
        set_busy(True)
        set_problem("")
        try:
            set_made(await asyncio.to_thread(people.invite_again, phone, device_id))
        except StodkedjanError as error:
            set_problem(sentence(error))
        set_busy(False)

    page = partial(page_view, lock, phone, places.device(device_id), back=going(places.DEVICES))
    if made:
        done = c.primary(_("Done"), going(places.DEVICES), I.CHECK)
        return page(_("The invite"), *invited(made), bottom=c.bottom_bar(done))
    device = next((one for one in people.devices(phone) if one.device == device_id), None)
    if device is None:
        return page(_("The device"), c.trouble(_("The phone is not known here"), _("Go back and open it again.")))
    busy_words = _("Making the invite…") if busy else ""
    return page(
        device.label,
        *([c.trouble(_("The invite was not made"), problem)] if problem else []),
        *_breach(phone, device),
        *_shown(phone, device),
        *_revoking(device),
        bottom=c.bottom_bar(c.primary(_("Invite the person again"), invite, I.QR_CODE_2, busy=busy_words)),
    )


def _none() -> InviteView | None:
    return None


def _breach(phone: Phone, device: DeviceRow) -> list[ft.Control]:
    if all(breach.device != device.device for breach in breaches.breaches(phone)):
        return []
    status = c.Status(I.REPORT_OUTLINED, _("A data breach is noted for this phone"), c.Tone.AMBER)
    return [c.notice(status, do=going(breach_at(device.device)))]


def _revoking(device: DeviceRow) -> list[ft.Control]:
    if device.is_this or device.state is DeviceState.REVOKED:
        return []
    return [ft.Row([c.quiet(_("Revoke the phone"), going(places.revoke(device.device)), I.PHONELINK_LOCK)], wrap=True)]


def _shown(phone: Phone, device: DeviceRow) -> list[ft.Control]:
    who = device.name or device.label
    steps = (
        _("{who} gets a new code, and with it a phone with the same work on it.").format(who=who),
        _("Nobody can open the old phone without its passphrase. What waits there can be sent from its lock screen."),
    )
    facts = [c.fact(mark, words) for mark, words in zip((I.KEY_OUTLINED, I.LOCK_OUTLINE), steps, strict=True)]
    head = c.header(_("Forgotten passphrase, or a new phone?"), "title_medium")
    return [c.rows(device_row(device, phone.now())), *wiped_notice(device), c.card(head, *facts, spacing=12)]
