"""The phones of a session: who has delivered, who has not, and who has removed what it had."""

from collections.abc import Sequence

import flet as ft

from fieldapp.actions.views import SessionDevice
from fieldapp.ui import components as c
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, moment, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
C = ft.Colors


def unsettled_phone(device: SessionDevice, write_off: Action) -> ft.Control:
    """A card: what it last said, what it may still hold, and the way out."""
    return c.card(
        *_who(device),
        c.text(last_heard(device), "body_medium"),
        c.status_line(c.Status(I.SMARTPHONE, may_hold(device), c.Tone.AMBER, bold=True)),
        c.secondary(_("Write the phone off"), write_off, I.PHONELINK_ERASE),
        spacing=10,
    )


def settled_phones(devices: Sequence[SessionDevice]) -> list[ft.Control]:
    settled = [one for one in devices if one.count.is_settled]
    return [c.rows(*(phone_row(one, delivered(one)) for one in settled))] if settled else []


def phone_row(device: SessionDevice, status: c.Status) -> ft.Control:
    return c.row(*_who(device), c.status_line(status))


def delivered(device: SessionDevice) -> c.Status:
    """Good news is quiet; a write-off says why."""
    if device.count.written_off_reason:
        return c.Status(I.PHONELINK_ERASE, _("Written off: {reason}").format(reason=device.count.written_off_reason))
    return c.Status(I.CLOUD_DONE_OUTLINED, _("Everything received"))


def last_heard(device: SessionDevice) -> str:
    count = device.count
    if count.issued is None and device.heard_at is None:
        return _("The phone has never been heard.")
    when = _("Last heard {when}.").format(when=moment(device.heard_at)) if device.heard_at else ""
    if count.issued is None:
        return f"{when} {_('It has not said what it holds.')}".strip()
    counts = _("Issued {issued}, received {received}.").format(issued=count.issued, received=count.received)
    return f"{when} {counts}".strip()


def may_hold(device: SessionDevice) -> str:
    missing = device.count.missing
    if device.count.issued is None:
        return _("Nobody knows what is left on the phone.")
    if not missing:
        return _("Not heard since the closing began. Open the app on it where there is coverage.")
    return ngettext("At least {n} may be left on the phone.", "At least {n} may be left on the phone.", missing).format(
        n=missing
    )


def _who(device: SessionDevice) -> list[ft.Control]:
    name = [c.text(device.name, "body_medium", C.ON_SURFACE_VARIANT)] if device.name else []
    return [c.text(device.label, "title_medium"), *name]
