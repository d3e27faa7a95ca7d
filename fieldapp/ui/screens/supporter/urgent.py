"""The urgent numbers as a place of their own."""

import flet as ft

from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.views import CASEWORKERS, place_view, task_view
from fieldapp.ui.screens.urgent_numbers import UrgentNumbers
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _


@screen
def Urgent() -> ft.View:
    phone, lock = use_phone(), use_lock()
    if phone.role in CASEWORKERS:
        return task_view("/urgent", _("Urgent numbers"), UrgentNumbers(), lock=lock, back=going("/more"))
    return place_view("/urgent", _("Urgent numbers"), UrgentNumbers(), lock=lock)
