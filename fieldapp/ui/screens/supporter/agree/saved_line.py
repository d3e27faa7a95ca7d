"""Right after a visit: that it is saved, where it is, and how to take it back."""

from functools import partial

import flet as ft

from fieldapp.actions import visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SafetyState
from fieldapp.ui import components as c
from fieldapp.ui.screens.supporter.visit.saved import just_saved, take_back
from fieldapp.ui.words import _


def state_of_visit(phone: Phone, contact: str) -> SafetyState | None:
    """Where the visit is that was saved a moment ago; None for everybody else's."""
    if just_saved(contact) is None:
        return None
    return next((row.state for row in visits.my_visits(phone) if row.contact_id == contact), None)


def saved_line(phone: Phone, contact: str, state: SafetyState | None) -> list[ft.Control]:
    just = just_saved(contact)
    if just is None or state is None:
        return []
    undo = c.quiet(_("Undo the visit"), partial(take_back, phone, just), ft.Icons.UNDO)
    told = c.heading(_("The visit is saved"), "title_small", trailing=undo)
    return [c.card(told, c.kept_line(c.Kept(state.value)), padding=12)]
