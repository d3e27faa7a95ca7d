"""The page: every question in its order, what is left, and the one button."""

import asyncio
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import drafts, visits
from fieldapp.actions.phone import Phone
from fieldapp.domain.visit_form import missing
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.going import go
from fieldapp.ui.hooks import memo, use_body, use_first
from fieldapp.ui.keeping import Keeper
from fieldapp.ui.look import big
from fieldapp.ui.screens.supporter.views import start_of
from fieldapp.ui.screens.supporter.visit import draft as drafted
from fieldapp.ui.screens.supporter.visit.around import discard_dialog, draft_line, summary, trouble
from fieldapp.ui.screens.supporter.visit.draft import VisitDraft
from fieldapp.ui.screens.supporter.visit.page import questions
from fieldapp.ui.screens.supporter.visit.saved import after_save
from fieldapp.ui.screens.supporter.visit.words import progress
from fieldapp.ui.words import _
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons


@component
def _Form(phone: Phone, start: VisitDraft) -> ft.Control:
    draft, set_draft = ft.use_state(start)
    tried, set_tried = ft.use_state(False)
    problem, set_problem = ft.use_state("")
    busy, set_busy = ft.use_state(False)
    asked, ask = ft.use_state(False)
    body = use_body()
    held: ft.MutableRef[VisitDraft] = ft.use_ref(start)
    keeper = use_first(lambda: Keeper(phone, drafted.NAME, set_problem))
    left = missing(draft.form)

    def answered(**changes: Any) -> None:
        held.current = held.current.answered(phone.now(), **changes)
        set_draft(held.current)
        keeper.keep(held.current.to_json())

    answer = ft.use_callback(answered, [])

    async def go_to(key: str) -> None:
        if body.current:
            await c.scroll_to_question(body.current, key)

    async def save() -> None:
        set_tried(True)
        if left:
            await to_top()
        elif not busy:
            await save_now()

    async def to_top() -> None:
        if body.current:
            await c.scroll_to_top(body.current)

    async def save_now() -> None:
        set_busy(True)
        try:
            await keeper.settled()
            now = held.current
            saved = await asyncio.to_thread(visits.register_visit, phone, now.session_id, now.code, now.form)
            await after_save(phone, saved, now)
        except StodkedjanError as known:
            set_problem(known.sentence())
            await to_top()
        finally:
            set_busy(False)

    async def throw_away() -> None:
        ask(False)
        await keeper.settled()
        await asyncio.to_thread(drafts.discard, phone, drafted.NAME)
        await go(start_of(phone))

    ft.use_dialog(discard_dialog(throw_away, partial(ask, False)) if asked else None)
    shown_left = left if tried else ()
    page = c.page_body(
        *summary(shown_left, go_to),
        *trouble(problem),
        *([c.code(draft.code)] if big() else []),
        draft_line(draft),
        *questions(draft.form, shown_left, answer, phone.now),
        c.quiet(_("Throw the draft away"), partial(ask, True), I.DELETE_OUTLINE, color=ft.Colors.ON_SURFACE_VARIANT),
        ref=body,
    )
    button = c.primary(_("Save the visit"), save, I.CHECK, busy=_("Saving…") if busy else "")
    return c.frame(page, c.bottom_bar(c.progress_parts(*progress(left)), button))


Form = memo(_Form)
