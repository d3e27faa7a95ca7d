"""The page: every question in its order, what is left, and the one button."""

import asyncio
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import drafts, sites, visits
from fieldapp.actions.documenting import writes_identity
from fieldapp.actions.phone import Phone
from fieldapp.domain.visit_form import missing
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.filling import Filling, use_filling
from fieldapp.ui.going import go
from fieldapp.ui.hooks import memo
from fieldapp.ui.look import narrow
from fieldapp.ui.screens.supporter.views import start_of
from fieldapp.ui.screens.supporter.visit.around import discard_dialog, draft_line, summary, trouble
from fieldapp.ui.screens.supporter.visit.draft import NAME, VisitDraft
from fieldapp.ui.screens.supporter.visit.page import questions
from fieldapp.ui.screens.supporter.visit.saved import after_save
from fieldapp.ui.screens.supporter.visit.words import progress
from fieldapp.ui.words import _


@component
def _Form(phone: Phone, start: VisitDraft) -> ft.Control:
    filling = use_filling(partial(_begun, phone, start))
    asked, ask = ft.use_state(False)
    ft.use_dialog(discard_dialog(partial(_throw_away, phone, filling), partial(ask, False)) if asked else None)
    draft, left = filling.form, missing(filling.form.form)
    places, names = sites.open_names(phone, draft.session_id), writes_identity(phone, draft.session_id)
    shown_left = left if filling.tried else ()
    page = c.page_body(
        *summary(shown_left, filling.go_to),
        *trouble(filling.problem),
        *([c.code(draft.code)] if narrow() else []),
        draft_line(draft),
        *questions(draft.form, shown_left, filling.answer, phone.now, sites=places, names=names),
        c.quiet(_("Throw the draft away"), partial(ask, True), ft.Icons.DELETE_OUTLINE),
        ref=filling.body,
    )
    save = partial(filling.save, is_complete=not left, act=partial(_register, phone, filling))
    button = c.primary(_("Save the visit"), save, ft.Icons.CHECK, busy=_("Saving…") if filling.busy else "")
    return c.frame(page, c.bottom_bar(c.progress_parts(*progress(left)), button))


Form = memo(_Form)


def _begun(phone: Phone, start: VisitDraft) -> Filling[VisitDraft]:
    def apply(draft: VisitDraft, **changes: Any) -> VisitDraft:
        return draft.answered(phone.now(), **changes)

    return Filling(phone, NAME, start, apply=apply, to_json=VisitDraft.to_json)


async def _register(phone: Phone, filling: Filling[VisitDraft]) -> None:
    draft = filling.form
    saved = await asyncio.to_thread(visits.register_visit, phone, draft.session_id, draft.code, draft.form)
    await after_save(phone, saved, draft)


async def _throw_away(phone: Phone, filling: Filling[VisitDraft]) -> None:
    await filling.settled()
    await asyncio.to_thread(drafts.discard, phone, NAME)
    await go(start_of(phone))
