"""Right after a visit: that it is saved, where it is, and how to take it back."""

from functools import partial

import flet as ft

from fieldapp.actions import visits
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.screens.supporter.visit.saved import just_saved, take_back
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _


@component
def SavedLine(contact: str) -> ft.Control:
    phone = use_phone()
    just = just_saved(contact)
    row = next((row for row in visits.my_visits(phone) if row.contact_id == contact), None)
    if just is None or row is None:
        return ft.Container(height=0)
    undo = c.quiet(_("Undo the visit"), partial(take_back, phone, just), ft.Icons.UNDO)
    return c.card(
        c.heading(_("The visit is saved"), "title_small", trailing=undo),
        c.kept_line(c.Kept(row.state.value)),
        padding=12,
    )
