"""The sheet in which an attempt is noted: three taps for the usual one."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import flet as ft

from fieldapp.actions import household
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import AttemptRow, FollowUpCard, SafetyState
from fieldapp.domain.attempt import AttemptResult
from fieldapp.ui import components as c
from fieldapp.ui.screens.casework.attempt_draft import ONWARD, RESULTS, WAYS, AttemptDraft
from fieldapp.ui.screens.casework.attempt_words import not_reached_words, small, way_words
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _, clock, ngettext

Change = Callable[[AttemptDraft], None]
T = TypeVar("T")


def attempt_sheet(
    phone: Phone, card: FollowUpCard, draft: AttemptDraft, change: Change, save: Action, leave: Action
) -> ft.BottomSheet:
    parts = [
        c.long_choices(_results(card), _one(draft.result), lambda result: change(_with_result(draft, result))),
        *_no_message(card),
        *_after(phone, card, draft, change),
        *_family(phone, card, draft, change),
        *_way(phone, draft, change),
        *([c.error_row(draft.problem)] if draft.problem else []),
    ]
    button = c.primary(_("Save the attempt"), save, ft.Icons.CHECK, busy=_("Saving…") if draft.saving else "")
    return c.sheet(_("How did it go?"), parts, leave=leave, bottom=button)


def _one(chosen: T | None) -> tuple[T, ...]:
    return () if chosen is None else (chosen,)


def _results(card: FollowUpCard) -> tuple[c.Option[AttemptResult], ...]:
    return c.options(one for one in RESULTS if one is not AttemptResult.MESSAGE_LEFT or card.message_allowed)


def _with_result(draft: AttemptDraft, result: AttemptResult | None) -> AttemptDraft:
    return replace(draft, result=result, onward=None, gives_up=False, problem="")


def _no_message(card: FollowUpCard) -> list[ft.Control]:
    if card.message_allowed:
        return []
    asked = card.message_allowed is False
    words = _("No message may be left") if asked else _("Nobody has asked whether a message may be left, so leave none")
    return [c.fact(ft.Icons.VOICE_OVER_OFF_OUTLINED, words, color=ft.Colors.ON_SURFACE_VARIANT)]


def _after(phone: Phone, card: FollowUpCard, draft: AttemptDraft, change: Change) -> list[ft.Control]:
    if draft.result is None:
        return []
    if draft.is_reached:
        onward = c.long_choices(
            c.options(ONWARD), _one(draft.onward), lambda one: change(replace(draft, onward=one, problem=""))
        )
        return [c.header(_("How does it go on?"), "title_medium"), onward]
    return [*_number(draft, change), _giving_up(phone, card, draft, change)]


def _number(draft: AttemptDraft, change: Change) -> list[ft.Control]:
    if draft.result is not AttemptResult.WRONG_NUMBER:
        return []
    return [
        c.field(
            _("New number (optional)"),
            draft.new_phone,
            lambda words: change(replace(draft, new_phone=words)),
            keyboard=ft.KeyboardType.PHONE,
            autocorrect=False,
        )
    ]


def _giving_up(phone: Phone, card: FollowUpCard, draft: AttemptDraft, change: Change) -> ft.Control:
    """Counts this attempt too: the third one may be the one that ends it."""
    this = AttemptRow(phone.now(), draft.way, draft.result or AttemptResult.OTHER, "", SafetyState.WAITING)
    tried = (*card.attempts, this)
    if card.unreachable_allowed or not_reached_words(tried, phone.zone) == _("“Not reached” can be chosen now."):
        words = _("End as not reached")
        return c.tick(words, draft.gives_up, lambda on: change(replace(draft, gives_up=on)))
    return c.hint(not_reached_words(tried, phone.zone))


def _family(phone: Phone, card: FollowUpCard, draft: AttemptDraft, change: Change) -> list[ft.Control]:
    """Those who are handled together are called once."""
    others = len(household.also_for(phone, card.follow_up_id))
    if not others:
        return []
    words = ngettext("Also for {n} other in the family", "Also for {n} others in the family", others).format(n=others)
    return [c.tick(words, draft.together, lambda on: change(replace(draft, together=on)))]


def _way(phone: Phone, draft: AttemptDraft, change: Change) -> list[ft.Control]:
    words = _("Way: {way}, now {time}").format(way=small(way_words(draft.way)), time=clock(phone.now()))
    if draft.changes_way:
        offered = [c.Option(way, way_words(way)) for way in WAYS]
        return [c.choices(offered, [draft.way], lambda way: change(replace(draft, way=way)), name=words)]
    turn = c.quiet(_("Change"), lambda: change(replace(draft, changes_way=True)))
    return [ft.Row([c.text(words, "body_small", ft.Colors.ON_SURFACE_VARIANT, expand=True), turn])]
