"""What is right already or may be left out, folded until somebody wants it: time and place, more answers."""

from datetime import datetime

import flet as ft

from fieldapp.domain.contact_choices import Connection
from fieldapp.domain.visit_choices import FollowUpReason, Reaction, VisitMode
from fieldapp.domain.visit_form import VisitForm, toggled
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.screens.supporter.fold import fold
from fieldapp.ui.screens.supporter.time_row import time_row
from fieldapp.ui.screens.supporter.visit.who import Answer
from fieldapp.ui.words import _, clock, label

MINUTES = (5, 10, 15, 20, 30, 45, 60, 90)


@component
def _TimeAndPlace(
    started_at: datetime, site: str, sites: tuple[str, ...], mode: VisitMode, minutes: int, answer: Answer
) -> ft.Control:
    opened, turn = ft.use_state(False)
    parts = ", ".join(part for part in (clock(started_at), site, label(mode).lower()) if part)
    words = _("Time and place: {what}").format(what=parts)
    lengths = [c.Option(length, _("{n} min").format(n=length)) for length in MINUTES]
    asked = ft.Column(
        [
            time_row(_("Began"), started_at, lambda at: answer(started_at=at)),
            c.text(_("How long? (optional)"), "title_small"),
            c.choices(lengths, [minutes], lambda length: answer(duration_min=length), columns=4, short=True),
            *_places(sites, site, answer),
            c.TextAnswer(_("Place"), site, lambda typed: answer(site=typed), key=site if site in sites else ""),
            c.choices(c.options(VisitMode), [mode], lambda chosen: answer(mode=chosen)),
        ],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return fold(c.text(words, "body_medium"), opened=opened, turn=lambda: turn(not opened), inside=asked)


def _places(sites: tuple[str, ...], site: str, answer: Answer) -> list[ft.Control]:
    """To choose from when the session has several."""
    if len(sites) < 2:
        return []
    return [c.choices([c.Option(one, one) for one in sites], [site], lambda one: answer(site=one), columns=1)]


@component
def More(form: VisitForm, answer: Answer) -> ft.Control:
    opened, turn = ft.use_state(bool(form.reactions or form.followup_reasons or form.connection or form.language))
    asked = ft.Column(
        [*_more_questions(form, answer)],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    title = c.text(_("More answers (optional)"), "body_medium")
    return fold(title, opened=opened, turn=lambda: turn(not opened), inside=asked)


def _more_questions(form: VisitForm, answer: Answer) -> list[ft.Control]:
    chosen = form.reactions, form.followup_reasons
    return [
        c.header(_("Reactions seen or told"), "title_small", level=3),
        c.choices(c.options(Reaction), chosen[0], lambda one: answer(reactions=toggled(chosen[0], one)), several=True),
        c.header(_("Reasons for a follow-up"), "title_small", level=3),
        c.choices(
            c.options(FollowUpReason),
            chosen[1],
            lambda one: answer(followup_reasons=toggled(chosen[1], one)),
            several=True,
        ),
        c.header(_("Connection to the area"), "title_small", level=3),
        c.choices(c.options(Connection), one(form.connection), lambda one: answer(connection=one), columns=1),
        c.TextAnswer(_("Language of the talk"), form.language, lambda typed: answer(language=typed)),
        c.tick(_("An interpreter took part"), form.interpreter, lambda now: answer(interpreter=now)),
    ]


TimeAndPlace = memo(_TimeAndPlace)
