"""What has happened with a person and what is planned; planned on top, then the newest first."""

from collections.abc import Iterator
from datetime import date, datetime

import flet as ft

from fieldapp.actions.views import FollowUpCard, PersonView, VisitEntry
from fieldapp.ui import components as c
from fieldapp.ui.look import big
from fieldapp.ui.screens.casework.attempt_words import detail_of, icon_of, small
from fieldapp.ui.screens.casework.due import OPEN, due_status
from fieldapp.ui.words import _, day, label, moment

I = ft.Icons  # noqa: E741 - read as a table of icons


def timeline(person: PersonView, today: date) -> ft.Control:
    planned = sorted((card for card in person.follow_ups if card.due in OPEN), key=lambda card: card.window.latest)
    past = [line for _at, line in sorted(_past(person), key=lambda event: event[0], reverse=True)]
    lines = [*(_planned(card, today) for card in planned), *past]
    shown = lines or [c.text(_("Nothing has happened yet."), "body_medium")]
    return c.card(c.header(_("Timeline"), "title_medium"), *shown, spacing=14)


def _past(person: PersonView) -> Iterator[tuple[datetime, ft.Control]]:
    for visit in person.visits:
        yield visit.started_at, _visit(visit)
    for card in person.follow_ups:
        for attempt in card.attempts:
            title = _("Attempt: {result}").format(result=small(label(attempt.result)))
            line = _entry(icon_of(attempt), title, detail_of(attempt), c.kept_line(c.Kept(attempt.state)))
            yield attempt.at, line
        if card.due not in OPEN and card.attempts:
            yield card.attempts[0].at, _ended(card)


def _planned(card: FollowUpCard, today: date) -> ft.Control:
    window = card.window
    if window.earliest == window.latest:
        when = day(window.latest, today=today)
    else:
        days = {"first": day(window.earliest, today=today), "last": day(window.latest, today=today)}
        when = _("{first} to {last}").format(**days)
    status = due_status(card, today)
    kept = c.kept_line(c.Kept(card.safety))
    return _entry(I.EVENT_NOTE_OUTLINED, label(card.kind), when, c.status_line(status), kept)


def _ended(card: FollowUpCard) -> ft.Control:
    return _entry(I.TASK_ALT, label(card.kind), label(card.due), c.kept_line(c.Kept(card.safety)))


def _visit(visit: VisitEntry) -> ft.Control:
    detail = f"{moment(visit.started_at)}, {visit.by}" if visit.by else moment(visit.started_at)
    late = [c.status_line(written_late())] if visit.recorded_late else []
    return _entry(I.ASSIGNMENT_IND_OUTLINED, label(visit.mode), detail, *late, c.kept_line(c.Kept(visit.state)))


def written_late() -> c.Status:
    """The record has to say that it was not written at once."""
    return c.Status(I.HISTORY_EDU, _("Written down afterwards"))


def _entry(icon: ft.IconData, title: str, detail: str, *under: ft.Control) -> ft.Control:
    indent = ft.Padding.only(left=0 if big() else 34)
    lines = ft.Container(ft.Column([*under], spacing=2, tight=True), padding=indent)
    return ft.Column([c.event(icon, title, detail), lines], spacing=2, tight=True)
