"""Noting an attempt: the sheet, what saving does, and the ten seconds in which it can be undone."""

import asyncio
from dataclasses import replace
from functools import partial

import flet as ft

from fieldapp.actions import household, persons
from fieldapp.actions import queue as queue_actions
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import FollowUpCard
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.attempt_draft import AttemptDraft
from fieldapp.ui.screens.casework.attempt_sheet import attempt_sheet
from fieldapp.ui.screens.casework.attempt_words import not_reached_words, saved_words
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


def use_attempt(phone: Phone, card: FollowUpCard | None) -> Action:
    """The action that opens the sheet for this follow-up. A hook."""
    nothing: AttemptDraft | None = None
    draft, change = ft.use_state(nothing)
    leave = partial(change, None)

    async def save() -> None:
        if card is None or draft is None:
            return
        if missing := _missing(draft):
            change(replace(draft, problem=missing))
            return
        change(replace(draft, saving=True, problem=""))
        try:
            words = await asyncio.to_thread(_save, phone, card, draft)
        except StodkedjanError as error:
            change(replace(draft, saving=False, problem=sentence(error)))
            return
        leave()
        # What ends a follow-up, or goes on to the next, is not undone by taking back the attempt.
        say(words, undo=None if draft.ending or draft.goes_on else partial(_undo, phone))
        if draft.goes_on:
            await ft.context.page.push_route(_onward(card, draft))

    shown = attempt_sheet(phone, card, draft, change, save, leave) if card and draft else None
    ft.use_dialog(shown)
    return lambda: change(AttemptDraft())


def _onward(card: FollowUpCard, draft: AttemptDraft) -> str:
    if draft.onward is FollowUpResult.REFERRED:
        return places.refer(card.contact_id, after=card.follow_up_id)
    return places.next_follow_up(card.follow_up_id)


def _missing(draft: AttemptDraft) -> str:
    if draft.result is None:
        return _("Choose how it went")
    return _("Choose how it goes on") if draft.is_reached and draft.onward is None else ""


def _save(phone: Phone, card: FollowUpCard, draft: AttemptDraft) -> str:
    """Writes, and gives the sentence to show."""
    if draft.result is None:
        return ""
    also = [one.id for one in household.also_for(phone, card.follow_up_id)] if draft.together else []
    persons.record_attempt(phone, card.follow_up_id, draft.way, draft.result, draft.new_phone, also=also)
    number = len(card.attempts) + 1
    if draft.ending:
        persons.set_result(phone, card.follow_up_id, draft.ending)
        household.end_together(phone, also, draft.ending)
        return saved_words(number, _("The follow-up is ended."))
    if draft.is_reached:
        return saved_words(number, "")
    after = queue_actions.card(phone, card.follow_up_id)
    return saved_words(number, not_reached_words(after.attempts, phone.zone))


async def _undo(phone: Phone) -> None:
    await asyncio.to_thread(persons.undo_last, phone)
    say(_("The attempt is taken back."))
