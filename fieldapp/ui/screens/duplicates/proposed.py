"""What may be the same person, and what may be a family: codes, and why; nothing about anybody."""

from functools import partial

import flet as ft

from fieldapp.actions import duplicates, one_person
from fieldapp.actions.phone import Phone
from fieldapp.domain.likeness import Alike
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, label, ngettext

FEWEST = 30
I = ft.Icons  # noqa: E741 - read as a table of icons


@screen
def Proposed() -> ft.View:
    lock, phone = use_lock(), use_phone()
    most, set_most = ft.use_state(FEWEST)
    pairs, families = duplicates.proposals(phone), duplicates.sharing_a_number(phone)
    lines = [*(_pair(phone, each) for each in pairs), *(_family(phone, each) for each in families)]
    page = partial(page_view, lock, phone, places.DUPLICATES, _("Registered twice?"), back=going(places.QUEUE))
    if not lines:
        return page(c.empty(_("Nobody seems to be registered twice"), _("When two look alike, they show here.")))
    more = [c.secondary(_("Show more"), partial(set_most, most + FEWEST))] if len(lines) > most else []
    told = _("Compare them and decide. Whatever you decide can be undone.")
    return page(c.text(told, "body_large"), c.rows(*lines[:most]), *more)


def _pair(phone: Phone, found: Alike) -> ft.Control:
    codes = [c.code(code_of(phone, one)) for one in found.pair]
    why = c.text(label(found.likeness), "body_medium", ft.Colors.ON_SURFACE_VARIANT)
    return c.row(*codes, why, before=c.icon(I.PEOPLE_ALT_OUTLINED, 24), do=going(places.compare(*found.pair)))


def _family(phone: Phone, people: tuple[str, ...]) -> ft.Control:
    words = ngettext("{n} person with one number", "{n} persons with one number", len(people))
    codes = ft.Row([c.code(code_of(phone, one), "small") for one in people], wrap=True, spacing=14, run_spacing=2)
    title = c.text(words.format(n=len(people)), "title_medium")
    return c.row(title, codes, before=c.icon(I.FAMILY_RESTROOM, 24), do=going(places.family(people[0])))


def code_of(phone: Phone, contact_id: str) -> str:
    found = one_person.person(phone, contact_id)
    return found.code if found else ""
