"""The board's devices: who is silent, and what is still only on a phone."""

import asyncio
from functools import partial

import flet as ft

from fieldapp.actions import people, syncing
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import DeviceRow
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.breaches.clock import breach_notices
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import top_view
from fieldapp.ui.screens.supervision.device_row import device_row
from fieldapp.ui.screens.supervision.offline import refused
from fieldapp.ui.screens.supervision.silence import is_silent, totals
from fieldapp.ui.screens.supervision.waiting_invites import WaitingInvites
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _
from sync.errors import StodkedjanError
from sync.protocol.members import DeviceState


@screen
def Devices() -> ft.View:
    lock, phone = use_lock(), use_phone()
    asking, set_asking = ft.use_state(True)
    problem, set_problem = ft.use_state("")

    async def fetch() -> None:
        set_asking(True)
        try:
            await asyncio.to_thread(_fetch, phone)
            set_problem("")
        except StodkedjanError as error:
            set_problem(refused(error))
        set_asking(False)

    devices = people.devices(phone)
    # A device that has just joined has been heard, too.
    ft.use_effect(fetch, [len(devices)])
    return top_view(
        lock,
        phone,
        places.DEVICES,
        _("Devices"),
        *breach_notices(phone),
        c.text(totals(devices, phone.now()), "title_medium"),
        _list(phone, devices),
        WaitingInvites(),
        # Below what is tapped: a line that comes and goes must not move it.
        *([c.working(_("Asking the district…"))] if asking else []),
        *(_stale(problem, fetch) if problem and not asking else []),
        bottom=c.bottom_bar(c.primary(_("Invite a phone"), going(places.INVITE), ft.Icons.PERSON_ADD_ALT)),
    )


def _fetch(phone: Phone) -> None:
    """First who has joined, then what the server has heard of them."""
    syncing.synchronise(phone, lambda _progress: None)
    people.fetch_devices(phone)


def _stale(problem: str, fetch: Action) -> list[ft.Control]:
    status = c.Status(ft.Icons.HISTORY, _("This is what was fetched last"), c.Tone.AMBER)
    return [c.notice(status, problem, live=True), c.quiet(_("Try again"), fetch, ft.Icons.REFRESH)]


def _list(phone: Phone, devices: tuple[DeviceRow, ...]) -> ft.Control:
    if len(devices) < 2:
        return c.empty(_("No phones yet. Invite the first."))
    ordered = sorted(devices, key=partial(_urgency, phone))
    return c.rows(*(_row(phone, one) for one in ordered))


def _row(phone: Phone, device: DeviceRow) -> ft.Control:
    compare, more = going(places.digits(device.device)), going(places.device(device.device))
    return device_row(device, phone.now(), compare=compare, do=more)


def _urgency(phone: Phone, device: DeviceRow) -> tuple[int, str]:
    """First who waits for us, then who is silent; the revoked last."""
    if device.state is DeviceState.WAITING_FOR_ROLE:
        return 0, device.label
    if device.state is DeviceState.REVOKED:
        return 3, device.label
    return (1 if is_silent(device, phone.now()) else 2), device.label
