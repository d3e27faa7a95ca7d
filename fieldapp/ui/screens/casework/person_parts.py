"""What is known of an opened person: who, how to reach them, what was agreed."""

import flet as ft

from fieldapp.actions.views import PersonView, VisitEntry
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel
from fieldapp.ui import components as c
from fieldapp.ui.screens.casework.attempt_words import small
from fieldapp.ui.screens.casework.due import OPEN
from fieldapp.ui.words import _, clock, label

I = ft.Icons  # noqa: E741 - read as a table of icons


def who(person: PersonView) -> list[ft.Control]:
    name = person.name if person.identity_level.has_name and person.name else label(IdentityLevel.ANONYMOUS)
    if person.identity_level is IdentityLevel.PROTECTED:
        name = label(IdentityLevel.PROTECTED)
    opened = _("Opened by you {time}. Logged.").format(time=clock(person.opened_at))
    return [
        c.fact(I.VISIBILITY_OUTLINED, opened, style="body_small", color=ft.Colors.ON_SURFACE_VARIANT),
        ft.Column([c.header(name, "headline_small"), c.code(person.code)], spacing=2, tight=True),
    ]


def contact(person: PersonView) -> ft.Control:
    facts = [*_way(person), *_message(person), *_best_time(person), *_language(person), *_age(person)]
    return c.card(c.header(_("Contact"), "title_medium"), *facts)


def _way(person: PersonView) -> list[ft.Control]:
    if person.phone:
        return [c.fact(I.PHONE_OUTLINED, person.phone, style="title_medium")]
    if person.contact_way in (None, ContactWay.NONE):
        return [c.fact(I.PHONE_DISABLED_OUTLINED, _("No way to reach the person is written down"))]
    return [c.fact(I.CONTACT_PAGE_OUTLINED, label(person.contact_way))] if person.contact_way else []


def _message(person: PersonView) -> list[ft.Control]:
    if person.ok_leave_message is None:
        return []
    if person.ok_leave_message:
        return [c.fact(I.VOICEMAIL, _("A message may be left"))]
    status = c.Status(I.VOICE_OVER_OFF_OUTLINED, _("Do not leave a message"), c.Tone.AMBER, bold=True)
    return [ft.Row([c.tag(status)], wrap=True)]


def _best_time(person: PersonView) -> list[ft.Control]:
    if person.best_time is None:
        return []
    return [c.fact(I.SCHEDULE, _("Suits best: {when}").format(when=small(label(person.best_time))))]


def _language(person: PersonView) -> list[ft.Control]:
    interpreter = _("needs an interpreter") if person.interpreter else ""
    words = ", ".join(filter(None, (person.language, interpreter)))
    return [c.fact(I.TRANSLATE, _("Language: {words}").format(words=words))] if words else []


def _age(person: PersonView) -> list[ft.Control]:
    if person.age_band is AgeBand.UNKNOWN:
        return []
    return [c.fact(I.CAKE_OUTLINED, _("Age: {band}").format(band=label(person.age_band)))]


def agreed(person: PersonView) -> list[ft.Control]:
    words = [card.agreed for card in person.follow_ups if card.agreed and card.due in OPEN]
    lines = [c.text(one, "body_medium") for one in words]
    return [c.card(c.header(_("Agreed"), "title_medium"), *lines)] if lines else []


def needs_and_reasons(person: PersonView) -> ft.Control:
    """Shown only when somebody asks for it."""
    affected = [_line(_("Affected as"), label(person.affected_as))] if person.affected_as else []
    visits = [line for visit in person.visits for line in _visit_lines(visit)]
    lines = [*affected, *visits] or [c.text(_("Nothing is written down."), "body_medium")]
    return c.card(c.header(_("Needs and reasons"), "title_medium"), *lines, spacing=12)


def _visit_lines(visit: VisitEntry) -> list[ft.Control]:
    said = (
        (_("Needs"), ", ".join(map(label, visit.needs))),
        (_("Support given"), ", ".join(map(label, visit.support_given))),
        (_("Note"), visit.note),
    )
    return [_line(title, words) for title, words in said if words]


def _line(title: str, words: str) -> ft.Control:
    return ft.Column(
        [c.text(title, "label_medium", ft.Colors.ON_SURFACE_VARIANT), c.text(words, "body_medium")],
        spacing=0,
        tight=True,
    )
