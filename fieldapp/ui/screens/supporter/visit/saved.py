"""After a visit is saved: on to the promise, or home; both with a way to take the visit back."""

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import drafts, visits
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SavedVisit
from fieldapp.domain.visit_choices import Outcome
from fieldapp.ui.going import go
from fieldapp.ui.screens.supporter.views import start_of
from fieldapp.ui.screens.supporter.visit.draft import NAME, VisitDraft
from fieldapp.ui.tap import say
from fieldapp.ui.words import _

STORED_AS: Final = "just_saved"


@dataclass(frozen=True, slots=True, repr=False)
class JustSaved:
    """The last visit saved on this page, with the answers it was saved with."""

    saved: SavedVisit
    draft: VisitDraft


async def after_save(phone: Phone, saved: SavedVisit, draft: VisitDraft) -> None:
    just = JustSaved(saved, draft)
    if saved.follow_up_promised:
        # A line at the bottom would lie over the button that is wanted next.
        ft.context.page.session.store.set(STORED_AS, just)
        await go(f"/agree/{saved.contact_id}")
    elif draft.form.outcome is Outcome.REFERRED:
        ft.context.page.session.store.set(STORED_AS, just)
        await go(f"/refer/{saved.contact_id}")
    else:
        await go(start_of(phone))
        say(_("The visit is saved. Only on this phone."), undo=partial(take_back, phone, just))


def just_saved(contact_id: str) -> JustSaved | None:
    """When it is this person's visit that was saved last."""
    found = ft.context.page.session.store.get(STORED_AS)
    return found if isinstance(found, JustSaved) and found.saved.contact_id == contact_id else None


async def take_back(phone: Phone, just: JustSaved) -> None:
    """The visit is voided, and the answers are a draft again under a new code."""
    await asyncio.to_thread(visits.undo_visit, phone, just.saved)
    again = VisitDraft(visits.new_code(phone), just.draft.session_id, just.draft.form, phone.now())
    await asyncio.to_thread(drafts.save, phone, NAME, again.to_json())
    await go("/visit")
