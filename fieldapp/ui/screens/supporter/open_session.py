"""Opening a session: four answers, everything else is filled in."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import drafts, sessions
from fieldapp.actions.phone import Phone
from fieldapp.actions.sessions import OpenSession
from fieldapp.domain.incident import default_violence
from fieldapp.domain.site import SiteKind
from fieldapp.ui import components as c
from fieldapp.ui.component import component, screen
from fieldapp.ui.filling import Filling, use_filling
from fieldapp.ui.going import go, going
from fieldapp.ui.hooks import memo, one
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.supporter import open_words as words
from fieldapp.ui.screens.supporter.open_words import LEFT, SOURCES, TITLES, TYPES, site_name, site_options
from fieldapp.ui.screens.supporter.time_row import time_row
from fieldapp.ui.screens.supporter.views import start_of, task_view
from fieldapp.ui.screens.supporter.visit.around import trouble
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, label, ngettext

I = ft.Icons  # noqa: E741 - read as a table of icons
DRAFT = "session"
AREA_CHARACTERS = 60


@screen
def Open() -> ft.View:
    phone, lock = use_phone(), use_lock()
    close = going(start_of(phone))
    return task_view("/open", _("Open a session"), Opening(phone), lock=lock, close=close, close_words=_("Close"))


def _begun(phone: Phone) -> OpenSession:
    kept = drafts.load(phone, DRAFT)
    form = words.from_json(kept) if kept else OpenSession()
    return replace(form, alarm_received_at=form.alarm_received_at or phone.now())


@component
def _Opening(phone: Phone) -> ft.Control:
    filling = use_filling(partial(_started, phone))
    form, left = filling.form, filling.form.missing()
    shown_left = left if filling.tried else ()
    page = c.page_body(
        *_summary(shown_left, filling.go_to),
        *trouble(filling.problem),
        _what(form, shown_left, filling.answer),
        _area(form, phone, shown_left, filling.answer),
        _alarm(form, phone, shown_left, filling.answer),
        _site(form, shown_left, filling.answer),
        _by_itself(form, phone),
        ref=filling.body,
    )
    elapsed = c.hint(words.since(form.alarm_received_at or phone.now(), phone.now()))
    save = partial(filling.save, is_complete=not left, act=partial(_open, phone, filling))
    button = c.primary(_("Open the session now"), save, I.CHECK, busy=_("Opening…") if filling.busy else "")
    return c.frame(page, c.bottom_bar(elapsed, button))


def _started(phone: Phone) -> Filling[OpenSession]:
    return Filling(phone, DRAFT, _begun(phone), apply=replace, to_json=words.to_json)


async def _open(phone: Phone, filling: Filling[OpenSession]) -> None:
    await asyncio.to_thread(sessions.open_session, phone, filling.form)
    await asyncio.to_thread(drafts.discard, phone, DRAFT)
    await go(start_of(phone))
    say(_("The session is open. Give the code to your colleagues."))


Opening = memo(_Opening)


def _summary(left: Sequence[str], go_to: Any) -> list[ft.Control]:
    if not left:
        return []
    title = ngettext(
        "{n} answer left before the session can be opened",
        "{n} answers left before the session can be opened",
        len(left),
    ).format(n=len(left))
    return [c.error_summary(title, [(name, _(TITLES[name])) for name in left], go_to)]


def _asked(name: str, left: Sequence[str], *controls: ft.Control, done: bool, helper: str = "") -> ft.Control:
    error = _(LEFT[name]) if name in left else ""
    return c.question(name, _(TITLES[name]), *controls, done=done, helper=helper, error=error)


def _what(form: OpenSession, left: Sequence[str], answer: Any) -> ft.Control:
    tiles = c.choices(c.options(TYPES), one(form.incident_type), lambda chosen: answer(incident_type=chosen))
    return _asked("incident_type", left, tiles, done=form.incident_type is not None)


def _area(form: OpenSession, phone: Phone, left: Sequence[str], answer: Any) -> ft.Control:
    field = c.TextAnswer(_("Area"), form.area, lambda typed: answer(area=typed), max_length=AREA_CHARACTERS)
    district = c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("District: {board}").format(board=phone.board_name))
    hint = _("Write an area, not a family's address")
    return _asked("area", left, field, district, done=bool(form.area.strip()), helper=hint)


def _alarm(form: OpenSession, phone: Phone, left: Sequence[str], answer: Any) -> ft.Control:
    tiles = c.choices(c.options(SOURCES), one(form.alarm_source), lambda chosen: answer(alarm_source=chosen))
    at = form.alarm_received_at or phone.now()
    when = time_row(_("Alarm"), at, lambda moment: answer(alarm_received_at=moment))
    return _asked("alarm_source", left, tiles, when, done=form.alarm_source is not None)


def _site(form: OpenSession, left: Sequence[str], answer: Any) -> ft.Control:
    def choose(kind: SiteKind) -> None:
        answer(site_kind=kind, site_name=site_name(kind))

    named = form.site_kind in (SiteKind.PREMISES, SiteKind.OTHER)
    place = c.TextAnswer(
        _("What the place is called (optional)"),
        form.site_name,
        lambda typed: answer(site_name=typed),
        key=form.site_kind or "",
    )
    tiles = c.choices(site_options(), one(form.site_kind), choose, columns=1)
    return _asked("site_kind", left, tiles, *([place] if named else []), done=form.site_kind is not None)


def _by_itself(form: OpenSession, phone: Phone) -> ft.Control:
    board = c.fact(I.ACCOUNT_BALANCE_OUTLINED, _("Responsible board: {board}").format(board=phone.board_name))
    violence = label(default_violence(form.incident_type)) if form.incident_type else "–"
    intent = c.fact(I.INFO_OUTLINE, _("Intentional violence: {answer}").format(answer=violence.lower()))
    head = c.header(_("Filled in by itself, can be changed later"), "title_small", level=3)
    return c.card(head, board, intent)
