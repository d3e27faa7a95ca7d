"""What a proposal says, as both sides read it."""

import flet as ft

from fieldapp.domain.handover_letter import Operational, PersonHanded, Proposal
from fieldapp.domain.site import Site
from fieldapp.ui import components as c
from fieldapp.ui.words import _, label, moment, ngettext, short_day

I = ft.Icons  # noqa: E741 - read as a table of icons


def operational_card(found: Operational) -> ft.Control:
    visits = ngettext("{n} visit", "{n} visits", found.visits).format(n=found.visits)
    people = ngettext("{n} person", "{n} people", found.people).format(n=found.people)
    staff = ngettext("{n} works now", "{n} work now", found.on_shift).format(n=found.on_shift)
    needs = ", ".join(f"{label(need)} {count}" for need, count in found.needs.items())
    return c.card(
        c.header(_("How it stands"), "title_medium"),
        c.fact(I.BAR_CHART, f"{visits}, {people}"),
        c.fact(I.GROUPS_OUTLINED, staff),
        *([c.fact(I.PLACE_OUTLINED, ", ".join(map(_site, found.sites)))] if found.sites else []),
        *([c.fact(I.VOLUNTEER_ACTIVISM_OUTLINED, needs)] if needs else []),
        *([c.fact(I.SCHEDULE, found.tomorrow)] if found.tomorrow else []),
        *([c.fact(I.WARNING_AMBER, found.risks)] if found.risks else []),
        spacing=10,
    )


def _site(site: Site) -> str:
    """One that nobody named is called what it is."""
    return label(site.kind) if site.name == site.kind.value else site.name


def proposal_cards(found: Proposal) -> list[ft.Control]:
    start = _("From {when}").format(when=moment(found.agreed_start))
    return [
        c.card(
            c.header(label(found.kind), "title_medium"),
            c.fact(I.BOLT, ", ".join(filter(None, (label(found.incident.type), found.incident.area)))),
            c.fact(I.SCHEDULE, start),
            spacing=10,
        ),
        operational_card(found.operational),
        *_people(found),
        *_codes(found),
    ]


def _people(found: Proposal) -> list[ft.Control]:
    if not found.people:
        return []
    head = ngettext("{n} person with name", "{n} people with name", len(found.people)).format(n=len(found.people))
    return [c.card(c.header(head, "title_medium"), *map(_person, found.people), spacing=14)]


def _person(one: PersonHanded) -> ft.Control:
    days = ", ".join(_("by {day}").format(day=short_day(promise.window.latest)) for promise in one.promises)
    needs = ", ".join(label(need) for need in one.needs)
    ground = _("Without consent, on a supervisor's decision") if one.without_consent else ""
    lines = [c.text(line, "body_medium") for line in (one.name, one.phone, needs, days, ground) if line]
    return ft.Column([c.code(one.code), *lines], spacing=2, tight=True)


def _codes(found: Proposal) -> list[ft.Control]:
    if not found.codes:
        return []
    words = _("They get in touch themselves. Nothing but the code is known.")
    codes = [c.code(code) for code in found.codes]
    return [
        c.card(c.header(_("Codes without a name"), "title_medium"), c.text(words, "body_medium"), *codes, spacing=8)
    ]
