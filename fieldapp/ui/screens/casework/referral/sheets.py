"""The sheets in which a step of a referral is noted."""

from collections.abc import Callable
from dataclasses import replace

import flet as ft

from fieldapp.actions.views import ReferralView
from fieldapp.domain.consent import Basis, ConsentAnswer, ConsentHow
from fieldapp.domain.referral_choices import ReferralChannel, ReferralEnding, ReferralState
from fieldapp.domain.referral_form import may_speak
from fieldapp.domain.visit_form import toggled
from fieldapp.ui import components as c
from fieldapp.ui.hooks import one
from fieldapp.ui.screens.casework.referral.step_draft import WORDS, Sheet, StepDraft, offered
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _

I = ft.Icons  # noqa: E741 - read as a table of icons
Change = Callable[[StepDraft], None]
REASON_CHARACTERS = 300
ANSWERS = (ConsentAnswer.YES, ConsentAnswer.NO)


def shown(view: ReferralView, draft: StepDraft, change: Change, save: Action, leave: Action) -> ft.DialogControl:
    if draft.sheet is Sheet.WITHDRAW:
        words = _("The referral stops. If it was sent, it stays in the queue until the recipient has been told.")
        yes = _("Yes, it is withdrawn")
        return c.confirm_dialog(_("Is the consent withdrawn?"), words, yes=yes, do=save, leave=leave)
    if draft.sheet is Sheet.CLOSE:
        words = _("The contact is confirmed and our part is done. It leaves the queue.")
        return c.confirm_dialog(_("End the referral?"), words, yes=_("Yes, end it"), do=save, leave=leave)
    title, parts = _content(view, draft, change)
    problem = [c.error_row(draft.problem)] if draft.problem else []
    button = c.primary(_("Save"), save, I.CHECK, busy=_("Saving…") if draft.saving else "")
    return c.sheet(title, [*parts, *problem], leave=leave, bottom=button, tall=draft.sheet is not Sheet.SEND)


def _content(view: ReferralView, draft: StepDraft, change: Change) -> tuple[str, list[ft.Control]]:
    match draft.sheet:
        case Sheet.CONSENT:
            return _("What is the answer?"), _consent(view, draft, change)
        case Sheet.GROUND:
            return _("Another ground than consent"), _ground(draft, change)
        case Sheet.SEND:
            return _("How was it sent?"), _channels(draft, change)
    return _("What has happened?"), _happened(view, draft, change)


def _consent(view: ReferralView, draft: StepDraft, change: Change) -> list[ft.Control]:
    who = may_speak(is_child=view.is_child)
    return [
        c.header(_("Who has answered?"), "title_small"),
        c.choices(c.options(who), one(draft.given_by), lambda giver: change(replace(draft, given_by=giver)), columns=1),
        c.header(_("Answer"), "title_small"),
        c.choices(c.options(ANSWERS), one(draft.answer), lambda said: change(replace(draft, answer=said))),
        c.header(_("How?"), "title_small"),
        c.choices(c.options(ConsentHow), [draft.how], lambda way: change(replace(draft, how=way))),
    ]


def _ground(draft: StepDraft, change: Change) -> list[ft.Control]:
    return [
        c.hint(_("Only a supervisor decides this. The ground and the reason stay with the referral.")),
        c.long_choices(c.options(Basis), one(draft.basis), lambda basis: change(replace(draft, basis=basis))),
        c.field(
            _("Reason"),
            draft.reason,
            lambda words: change(replace(draft, reason=words)),
            lines=2,
            max_length=REASON_CHARACTERS,
        ),
    ]


def _channels(draft: StepDraft, change: Change) -> list[ft.Control]:
    return [
        c.choices(
            c.options(ReferralChannel),
            draft.channels,
            lambda way: change(replace(draft, channels=toggled(draft.channels, way), problem="")),
            several=True,
        ),
        c.hint(_("The app sends nothing itself. From now on the answer is awaited.")),
    ]


def _happened(view: ReferralView, draft: StepDraft, change: Change) -> list[ft.Control]:
    options = [c.Option(name, _(WORDS[name][0]), _(WORDS[name][1])) for name in offered(view)]
    return [
        c.long_choices(
            options, one(draft.happened or None), lambda name: change(replace(draft, happened=name, problem=""))
        ),
        *_received_by(draft, change),
        *_ending(draft, change),
    ]


def _received_by(draft: StepDraft, change: Change) -> list[ft.Control]:
    if draft.happened != ReferralState.RECEIVED.value:
        return []
    title = _("Received by which function (optional)")
    return [c.field(title, draft.received_by, lambda words: change(replace(draft, received_by=words)), max_length=80)]


def _ending(draft: StepDraft, change: Change) -> list[ft.Control]:
    if draft.happened != ReferralState.CLOSED_BY_COORDINATOR.value:
        return []
    reasons = c.choices(
        c.options(ReferralEnding), one(draft.ending), lambda why: change(replace(draft, ending=why)), columns=1
    )
    return [c.header(_("Why?"), "title_small"), reasons]


def missing(draft: StepDraft) -> str:
    """What is left to answer, in words."""
    ends = draft.happened == ReferralState.CLOSED_BY_COORDINATOR.value
    left = {
        Sheet.CONSENT: _("Choose who has answered and what the answer is") if _unanswered(draft) else "",
        Sheet.GROUND: "" if draft.basis and draft.reason.strip() else _("Choose the ground and write the reason"),
        Sheet.SEND: "" if draft.channels else _("Choose how it was sent"),
        Sheet.STEP: _("Choose why it ends") if ends and not draft.ending else "",
    }
    if draft.sheet is Sheet.STEP and not draft.happened:
        return _("Choose what has happened")
    return left.get(draft.sheet, "")


def _unanswered(draft: StepDraft) -> bool:
    return draft.answer is None or draft.given_by is None
