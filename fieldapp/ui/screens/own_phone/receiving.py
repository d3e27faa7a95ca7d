"""Taking in a file that another phone saved because it had no coverage."""

import asyncio
from collections.abc import Callable, Sequence

import flet as ft

from fieldapp.actions import parcels
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ParcelView
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.files import Taken, take
from fieldapp.ui.going import going
from fieldapp.ui.hooks import use_optional
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.own_phone import addresses
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, ngettext, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Receiving() -> ft.View:
    lock, phone = use_lock(), use_phone()
    file, set_file = use_optional(Taken)
    seen, see = use_optional(ParcelView)
    carried, set_carried = ft.use_state(False)
    busy, set_busy = ft.use_state(False)
    trouble, set_trouble = ft.use_state("")

    async def choose() -> None:
        if picked := await take(parcels.SUFFIX):
            await look(picked)

    async def look(picked: Taken) -> None:
        set_trouble("")
        set_carried(False)
        set_file(picked)
        see(None)
        await tried(parcels.look_into, picked)

    async def carry() -> None:
        set_busy(True)
        set_trouble("")
        set_carried(file is not None and await tried(parcels.take_in, file))
        set_busy(False)

    async def tried(do: Callable[[Phone, bytes], ParcelView], picked: Taken) -> bool:
        try:
            see(await asyncio.to_thread(do, phone, picked.content))
        except StodkedjanError as error:
            set_trouble(sentence(error))
            return False
        return True

    failed = [c.trouble(_("The file was not taken in"), trouble)] if trouble else []
    waiting = [] if seen else _kept(parcels.kept(phone))
    body = c.page_body(*failed, *_told(seen, carried=carried, busy=busy), *waiting)
    button = _button(seen, choose, carry, carried=carried, busy=busy)
    bar = c.app_bar(_("File from another phone"), lock=lock, back=going("/more"))
    page = c.frame(body, c.bottom_bar(button))
    return ft.View(route=addresses.PARCEL, padding=0, spacing=0, appbar=bar, controls=[page])


def _button(seen: ParcelView | None, choose: Action, carry: Action, *, carried: bool, busy: bool) -> ft.Control:
    if seen is None:
        return c.primary(_("Choose the file"), choose, I.FILE_OPEN_OUTLINED)
    if carried:
        return c.primary(_("Done"), going("/more"), I.CHECK)
    return c.primary(_("Send to the district"), carry, I.CLOUD_UPLOAD_OUTLINED, busy=_("Sending…") if busy else "")


def _told(seen: ParcelView | None, *, carried: bool, busy: bool) -> list[ft.Control]:
    if busy:
        return [c.working(_("Sending to the district…"))]
    if seen is None:
        return _explained()
    return _result(seen) if carried else _found(seen)


def _explained() -> list[ft.Control]:
    name = _("The file's name ends in .{suffix}").format(suffix=parcels.SUFFIX)
    return [
        c.text(_("A phone without coverage can save what waits there as a file."), "body_medium"),
        c.card(
            c.fact(I.LOCK_OUTLINE, _("The file is sealed. You carry it, and cannot read it.")),
            c.fact(I.CLOUD_UPLOAD_OUTLINED, _("This phone sends it to the district. Sending it twice does no harm.")),
            c.fact(I.INSERT_DRIVE_FILE_OUTLINED, name),
            spacing=12,
        ),
    ]


def _found(seen: ParcelView) -> list[ft.Control]:
    who = _("From the phone {label}").format(label=seen.device_label) if seen.device_label else _("From another phone")
    words = ngettext("{n} record", "{n} records", seen.records).format(n=seen.records)
    return [c.notice(c.Status(I.INSERT_DRIVE_FILE_OUTLINED, f"{who}: {words}"), _("It is not with the district yet."))]


def _kept(kept: Sequence[ParcelView]) -> list[ft.Control]:
    """What this phone carries for others."""
    return [_carried(one) for one in kept]


def _carried(one: ParcelView) -> ft.Control:
    who = _("From the phone {label}").format(label=one.device_label) if one.device_label else _("From another phone")
    words = ngettext("{n} record", "{n} records", one.records).format(n=one.records)
    status = c.Status(I.SMARTPHONE, f"{who}: {words}", c.Tone.AMBER)
    return c.notice(status, _("Kept on this phone too. It is sent by itself when the district answers."), live=True)


def _result(seen: ParcelView) -> list[ft.Control]:
    if seen.kept:
        return [_carried(seen)]
    words = ngettext("{n} record is with the district", "{n} records are with the district", seen.safe)
    done = c.notice(c.Status(I.CLOUD_DONE_OUTLINED, words.format(n=seen.safe)), live=True)
    if not seen.aside:
        return [done]
    aside = ngettext("{n} record needs help – not gone", "{n} records need help – not gone", seen.aside)
    status = c.Status(I.SUPPORT_OUTLINED, aside.format(n=seen.aside), c.Tone.BRICK)
    return [done, c.notice(status, _("A supervisor finds it in Arrived late."))]
