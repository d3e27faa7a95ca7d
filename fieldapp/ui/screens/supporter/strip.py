"""Whether everything is safe, counted in what a supporter knows: visits."""

import flet as ft

from fieldapp.actions import visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.safety import safety
from fieldapp.actions.views import SafetyState
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import going
from fieldapp.ui.state import use_phone, use_sync

OLD_SECONDS = 24 * 3600


@component
def SafetyStrip() -> ft.Control:
    phone, sync = use_phone(), use_sync()
    found = safety(phone)
    waiting, are_visits = _count(phone, SafetyState.WAITING, found.waiting)
    quarantined, helped_are_visits = _count(phone, SafetyState.QUARANTINED, found.quarantined)
    oldest = found.oldest_waiting
    return c.sync_strip(
        waiting,
        quarantined,
        last=found.last_receipt_at or found.last_contact_at,
        offline=bool(sync.problem),
        old=oldest is not None and (phone.now() - oldest).total_seconds() > OLD_SECONDS,
        visits=helped_are_visits if quarantined else are_visits,
        do=going("/safety"),
    )


def _count(phone: Phone, state: SafetyState, envelopes: int) -> tuple[int, bool]:
    """Visits in that state when there are any, else whatever else is in it, such as counted heads."""
    if envelopes == 0:
        return 0, True
    mine = sum(row.state is state for row in visits.my_visits(phone))
    return (mine, True) if mine else (envelopes, False)
