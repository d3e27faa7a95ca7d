"""The one place that speaks about the network: is everything safe, and if not, what happens next."""

from datetime import datetime

import flet as ft

from fieldapp.ui.components.cards import notice
from fieldapp.ui.components.status import Status, Tone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock, ngettext

MANY_WAITING = 5


def sync_strip(
    waiting: int, quarantined: int, *, last: datetime | None, offline: bool, old: bool = False, do: Action | None = None
) -> ft.Control:
    """`old` when the oldest has waited for more than a day. "Safe" is said only when both counts are nought."""
    if quarantined:
        return notice(*_needs_help(quarantined), do=do)
    if waiting > MANY_WAITING or (waiting and old):
        return notice(*_go_to_coverage(waiting), do=do)
    if waiting:
        return notice(*_waits(waiting, offline), do=do)
    return notice(*_safe(last), do=do)


def _needs_help(count: int) -> tuple[Status, str]:
    words = ngettext("{n} visit needs help – not gone", "{n} visits need help – not gone", count).format(n=count)
    return Status(ft.Icons.SUPPORT_OUTLINED, words, Tone.BRICK), _("Your supervisor sees it and can correct it.")


def _go_to_coverage(count: int) -> tuple[Status, str]:
    status = Status(ft.Icons.SMARTPHONE, _only_here(count), Tone.BRICK)
    return status, _("Go to where there is coverage, or hand over to the coordinator.")


def _waits(count: int, offline: bool) -> tuple[Status, str]:
    promise = _("No coverage. They are sent by themselves.") if offline else _("They are sent by themselves.")
    return Status(ft.Icons.SMARTPHONE, _only_here(count), Tone.AMBER), promise


def _safe(last: datetime | None) -> tuple[Status, str]:
    status = Status(ft.Icons.CLOUD_DONE_OUTLINED, _("Everything is secured with the district"))
    return status, _("Last at {time}").format(time=clock(last)) if last else ""


def _only_here(count: int) -> str:
    return ngettext("{n} visit only on this phone", "{n} visits only on this phone", count).format(n=count)
