"""What stands over and under the rows of the queue: how fresh it is, and what an empty one means."""

from datetime import date, datetime, timedelta
from typing import Final

import flet as ft

from fieldapp.actions.phone import Phone
from fieldapp.actions.views import QueueView, Safety
from fieldapp.ui import components as c
from fieldapp.ui.state import SyncState
from fieldapp.ui.words import _, clock, day, moment

FRESH_FOR: Final = timedelta(hours=12)


def freshness(phone: Phone, queue: QueueView, safety: Safety, sync: SyncState) -> c.Status:
    """One sentence: what is not safe goes before what is not fresh."""
    if safety.quarantined:
        return _counted(c.status.kept(c.Kept.QUARANTINED), safety.quarantined)
    if safety.waiting:
        return _counted(c.status.kept(c.Kept.WAITING), safety.waiting)
    if sync.running and queue.fetched_at is None:
        return c.Status(ft.Icons.SYNC, _("Fetching from the district…"))
    if queue.fetched_at is None or phone.now() - queue.fetched_at > FRESH_FOR:
        return _stale(phone, queue.fetched_at)
    safe = _("Everything is secured with the district")
    fetched = _("Fetched {time}").format(time=clock(queue.fetched_at))
    return c.Status(ft.Icons.CLOUD_DONE_OUTLINED, f"{safe}. {fetched}")


def _counted(status: c.Status, count: int) -> c.Status:
    return c.Status(status.icon, f"{status.words}: {count}", status.tone)


def _stale(phone: Phone, fetched_at: datetime | None) -> c.Status:
    if fetched_at is None:
        when = _("Not fetched yet.")
    else:
        days = (phone.today() - fetched_at.astimezone(phone.zone).date()).days
        words = {0: _("Fetched {time}."), 1: _("Fetched {time} yesterday.")}.get(days)
        when = words.format(time=clock(fetched_at)) if words else _("Fetched {day}.").format(day=moment(fetched_at))
    more = _("There may be more with the district.")
    return c.Status(ft.Icons.HISTORY, f"{when} {more}", c.Tone.AMBER)


def nothing_now(queue: QueueView, today: date) -> ft.Control:
    """Nothing is overdue or due: say when the next one is."""
    if not queue.coming:
        return c.empty(_("Nothing to do today."), _("No follow-ups are planned."))
    first = min(row.window.earliest for row in queue.coming)
    return c.empty(_("Nothing to do today."), _("The next follow-up is {day}.").format(day=day(first, today=today)))
