"""One device: who has it, when it was heard, and whether anything is only there."""

from datetime import datetime

import flet as ft

from fieldapp.actions.views import DeviceRow
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.screens.supervision.silence import heard, is_silent
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, label
from sync.protocol.members import DeviceState

I = ft.Icons  # noqa: E741 - read as a table of icons
C = ft.Colors


def device_row(
    device: DeviceRow, now: datetime, *, compare: Action | None = None, do: Action | None = None
) -> ft.Control:
    """`do` opens what more there is; one that waits for its role has its digits to compare instead."""
    title = c.text(device.label, "title_medium")
    state = [c.tag(one) for one in _state(device, now)]
    head = [title, *state] if big() else [ft.Row([ft.Container(title, expand=True), *state], spacing=8)]
    who = ", ".join(filter(None, (device.name, label(device.role))))
    waits = device.state is DeviceState.WAITING_FOR_ROLE
    button = [c.secondary(_("Compare the digits"), compare, I.PIN_OUTLINED)] if waits and compare else []
    lines = [c.text(who, "body_medium", C.ON_SURFACE_VARIANT), *_heard(device, now), *button]
    stretch = ft.CrossAxisAlignment.STRETCH
    inside = ft.Column([*head, *lines], spacing=4, tight=True, horizontal_alignment=stretch)
    padding = ft.Padding.symmetric(horizontal=16, vertical=12)
    if do is None or waits:
        return ft.Container(inside, padding=padding)
    return c.pressable(_with_chevron(inside), do, padding=padding)


def _with_chevron(inside: ft.Column) -> ft.Control:
    if big():
        return inside
    inside.expand = True
    return ft.Row([inside, c.icon(I.CHEVRON_RIGHT, 24)], spacing=8)


def _state(device: DeviceRow, now: datetime) -> list[c.Status]:
    if device.wiped:
        return [c.Status(I.PHONELINK_ERASE, _("Emptied"))]
    if device.state is DeviceState.REVOKED:
        return [c.Status(I.PHONELINK_LOCK, _("Revoked"))]
    if device.state is DeviceState.WAITING_FOR_ROLE:
        return [c.Status(I.PIN_OUTLINED, _("Waits for its role"), c.Tone.AMBER)]
    if is_silent(device, now):
        return [c.Status(I.HOURGLASS_BOTTOM, _("Silent"), c.Tone.AMBER)]
    return [c.Status(I.CHECK, _("This device"))] if device.is_this else []


def _heard(device: DeviceRow, now: datetime) -> list[ft.Control]:
    if device.state is DeviceState.WAITING_FOR_ROLE:
        return []
    return [c.hint(heard(device.heard_at, now)), *_numbers(device)]


def _numbers(device: DeviceRow) -> list[ft.Control]:
    """Equal numbers are good news, and good news is quiet."""
    if device.issued is None:
        return []
    if device.missing:
        counts = _("Issued {issued}, received {received}").format(issued=device.issued, received=device.received)
        return [c.status_line(c.Status(I.SMARTPHONE, counts, c.Tone.AMBER))]
    return [c.status_line(c.Status(I.CLOUD_DONE_OUTLINED, _("Everything received")))]
