"""All of my visits on this phone, day by day."""

from itertools import groupby

import flet as ft

from fieldapp.actions import visits
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter.strip import SafetyStrip
from fieldapp.ui.screens.supporter.views import place_view
from fieldapp.ui.screens.supporter.visit_rows import visit_rows
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, ngettext, whole_day

PAGE = 60


@screen
def MyVisits() -> ft.View:
    lock = use_lock()
    return place_view("/visits", _("My visits"), Mine(), lock=lock)


@component
def Mine() -> ft.Control:
    phone = use_phone()
    shown, show = ft.use_state(PAGE)
    mine = visits.my_visits(phone)
    if not mine:
        none = c.empty(_("No visits on this phone"), _("The visits you register are shown here, with where they are."))
        return c.frame(c.page_body(SafetyStrip(), none))
    more = [c.secondary(_("Show more"), lambda: show(shown + PAGE))] if len(mine) > shown else []
    days = groupby(mine[:shown], key=lambda row: row.started_at.astimezone(phone.zone).date())
    parts: list[ft.Control] = []
    for on, rows in days:
        of_day = tuple(rows)
        count = ngettext("{n} visit", "{n} visits", len(of_day)).format(n=len(of_day))
        parts += [c.heading(whole_day(on), trailing=c.hint(count)), visit_rows(phone, of_day)]
    return c.frame(c.list_body(SafetyStrip(), *parts, *more))
