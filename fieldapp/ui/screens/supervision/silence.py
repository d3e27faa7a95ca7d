"""Which devices have been silent, and which hold something nobody else has."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from fieldapp.actions.views import DeviceRow
from fieldapp.ui.words import _, ngettext
from sync.protocol.members import DeviceState

SILENT_AFTER: Final = timedelta(hours=24)


def is_silent(device: DeviceRow, now: datetime) -> bool:
    """A device in use that the server has not heard for a day, or never."""
    if device.state is not DeviceState.ACTIVE or device.is_this or device.wiped:
        return False
    return device.heard_at is None or now - device.heard_at > SILENT_AFTER


def totals(devices: Iterable[DeviceRow], now: datetime) -> str:
    in_use = [device for device in devices if device.state is not DeviceState.REVOKED and not device.wiped]
    silent = sum(is_silent(device, now) for device in in_use)
    count = ngettext("{n} phone", "{n} phones", len(in_use)).format(n=len(in_use))
    if not silent:
        return count
    return ", ".join([count, ngettext("{n} silent over 24 h", "{n} silent over 24 h", silent).format(n=silent)])


def heard(at: datetime | None, now: datetime) -> str:
    """How long ago, in the largest unit that tells enough."""
    if at is None:
        return _("Not heard yet")
    minutes = max(0, int((now - at).total_seconds() // 60))
    if minutes < 2:
        return _("Heard just now")
    if minutes < 120:
        return ngettext("Last heard {n} minute ago", "Last heard {n} minutes ago", minutes).format(n=minutes)
    hours = minutes // 60
    if hours < 72:
        return ngettext("Last heard {n} h ago", "Last heard {n} h ago", hours).format(n=hours)
    return ngettext("Last heard {n} day ago", "Last heard {n} days ago", hours // 24).format(n=hours // 24)
