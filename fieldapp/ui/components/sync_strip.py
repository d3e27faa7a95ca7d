"""The one place that speaks about the network: is everything safe, and if not, what happens next."""

from datetime import datetime

import flet as ft

from fieldapp.ui.components.cards import notice
from fieldapp.ui.components.status import Status, Tone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock, ngettext

MANY_WAITING = 5


def sync_strip(
    waiting: int,
    quarantined: int,
    *,
    last: datetime | None,
    offline: bool,
    old: bool = False,
    visits: bool = True,
    do: Action | None = None,
) -> ft.Control:
    """`old` when the oldest has waited for more than a day. "Safe" is said only when both counts are nought.

    `visits` is False when what is counted are other records, such as counted heads: many of them are no alarm.
    """
    if quarantined:
        return notice(*_needs_help(quarantined, visits), do=do)
    if (visits and waiting > MANY_WAITING) or (waiting and old):
        return notice(*_go_to_coverage(waiting, visits), do=do)
    if waiting:
        return notice(*_waits(waiting, offline, visits), do=do)
    return notice(*_safe(last), do=do)


def _needs_help(count: int, visits: bool) -> tuple[Status, str]:
    if visits:
        words = ngettext("{n} visit needs help – not gone", "{n} visits need help – not gone", count)
    else:
        words = ngettext("{n} record needs help – not gone", "{n} records need help – not gone", count)
    status = Status(ft.Icons.SUPPORT_OUTLINED, words.format(n=count), Tone.BRICK)
    return status, _("Your supervisor sees it and can correct it.")


def _go_to_coverage(count: int, visits: bool) -> tuple[Status, str]:
    status = Status(ft.Icons.SMARTPHONE, _only_here(count, visits), Tone.BRICK)
    return status, _("Go to where there is coverage, or hand over to the coordinator.")


def _waits(count: int, offline: bool, visits: bool) -> tuple[Status, str]:
    promise = _("No coverage. They are sent by themselves.") if offline else _("They are sent by themselves.")
    return Status(ft.Icons.SMARTPHONE, _only_here(count, visits), Tone.AMBER), promise


def _safe(last: datetime | None) -> tuple[Status, str]:
    status = Status(ft.Icons.CLOUD_DONE_OUTLINED, _("Everything is secured with the district"))
    return status, _("Last at {time}").format(time=clock(last)) if last else ""


def _only_here(count: int, visits: bool) -> str:
    if visits:
        words = ngettext("{n} visit only on this phone", "{n} visits only on this phone", count)
    else:
        words = ngettext("{n} record only on this phone", "{n} records only on this phone", count)
    return words.format(n=count)
