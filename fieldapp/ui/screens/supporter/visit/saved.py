"""After a visit is saved: on to the promise, or home with a way to take it back."""

import asyncio
from functools import partial

from fieldapp.actions import drafts, visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SavedVisit
from fieldapp.ui.going import go
from fieldapp.ui.screens.supporter.views import start_of
from fieldapp.ui.screens.supporter.visit.draft import NAME, VisitDraft
from fieldapp.ui.tap import say
from fieldapp.ui.words import _


async def after_save(phone: Phone, saved: SavedVisit, draft: VisitDraft) -> None:
    await go(f"/agree/{saved.contact_id}" if saved.follow_up_promised else start_of(phone))
    say(_("The visit is saved. Only on this phone."), undo=partial(take_back, phone, saved, draft))


async def take_back(phone: Phone, saved: SavedVisit, draft: VisitDraft) -> None:
    """The visit is voided, and the answers are a draft again under a new code."""
    await asyncio.to_thread(visits.undo_visit, phone, saved)
    again = VisitDraft(visits.new_code(phone), draft.session_id, draft.form, phone.now())
    await asyncio.to_thread(drafts.save, phone, NAME, again.to_json())
    await go("/visit")
