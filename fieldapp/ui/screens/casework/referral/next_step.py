"""The next step of a referral: the buttons, the sheets behind them, and what saving does."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import flet as ft

from fieldapp.actions import consenting, referral_steps
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import ReferralView
from fieldapp.domain.consent import Consent, ConsentAnswer
from fieldapp.domain.referral_choices import ReferralStanding, ReferralState, ReferralTask
from fieldapp.domain.referral_form import may_speak
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.going import go
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.referral import sheets
from fieldapp.ui.screens.casework.referral.step_draft import REMINDED, Sheet, StepDraft
from fieldapp.ui.tap import Action, say
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError

I = ft.Icons  # noqa: E741 - read as a table of icons
S = ReferralStanding


@dataclass(frozen=True, slots=True)
class Steps:
    """What the page shows of it; `problem` when a step without a sheet did not work."""

    bar: ft.Control | None
    about_consent: tuple[ft.Control, ...] = ()
    other: tuple[ft.Control, ...] = ()
    problem: tuple[ft.Control, ...] = ()


@dataclass(frozen=True, slots=True, repr=False)
class _Stepping:
    """One drawing's grip on what has been answered so far."""

    phone: Phone
    view: ReferralView
    draft: StepDraft
    change: Callable[[StepDraft], None]

    @property
    def referral_id(self) -> str:
        return self.view.card.referral_id

    def leave(self) -> None:
        self.change(StepDraft())

    def show(self, sheet: Sheet) -> Action:
        start = StepDraft(sheet=sheet)
        if sheet is Sheet.CONSENT and not self.view.is_child:
            start = replace(start, given_by=may_speak(is_child=False)[0], answer=ConsentAnswer.YES)
        return partial(self.change, start)

    async def do(self, deed: Callable[..., object], words: str) -> None:
        self.change(replace(self.draft, saving=True, problem=""))
        try:
            await asyncio.to_thread(deed, self.phone, self.referral_id)
        except StodkedjanError as error:
            self.change(replace(self.draft, saving=False, problem=sentence(error)))
            return
        self.leave()
        say(words)

    async def save(self) -> None:
        if self.draft.saving:
            return
        if problem := sheets.missing(self.draft):
            self.change(replace(self.draft, problem=problem))
        elif self.draft.happened == ReferralState.REDIRECTED.value:
            self.leave()
            await go(places.refer(self.view.card.contact_id, instead_of=self.referral_id))
        elif self.draft.happened == ReferralState.SENT.value:
            self.change(StepDraft(sheet=Sheet.SEND))
        else:
            await self.do(partial(_save, self.draft), _saved_words(self.draft))

    def dialog(self) -> ft.DialogControl | None:
        if not self.draft.sheet:
            return None
        return sheets.shown(self.view, self.draft, self.change, self.save, self.leave)


def use_next_step(phone: Phone, view: ReferralView | None) -> Steps:
    """A hook."""
    draft, change = ft.use_state(StepDraft())
    stepping = _Stepping(phone, view, draft, change) if view else None
    ft.use_dialog(stepping.dialog() if stepping else None)
    if view is None or stepping is None:
        return Steps(None)
    told = partial(stepping.do, consenting.recipient_told, _("Noted. The referral is over."))
    take = partial(stepping.do, referral_steps.take, _("You are the contact person."))
    trouble = [c.trouble(_("It did not work"), draft.problem)] if draft.problem and not draft.sheet else []
    return Steps(
        bar=_bar(view, stepping.show, told),
        about_consent=tuple(_about_consent(view, stepping.show)),
        other=tuple(_other(view, stepping.show, take)),
        problem=tuple(trouble),
    )


def _save(draft: StepDraft, phone: Phone, referral_id: str) -> None:
    match draft.sheet:
        case Sheet.CONSENT:
            consenting.record_consent(phone, referral_id, draft.given_by, draft.answer, draft.how)
        case Sheet.GROUND:
            consenting.record_basis(phone, referral_id, draft.basis, draft.reason)
        case Sheet.SEND:
            referral_steps.send(phone, referral_id, draft.channels)
        case Sheet.WITHDRAW:
            consenting.withdraw(phone, referral_id)
        case Sheet.CLOSE:
            referral_steps.step(phone, referral_id, ReferralState.CLOSED)
        case Sheet.STEP if draft.happened == REMINDED:
            referral_steps.remind(phone, referral_id)
        case Sheet.STEP:
            to, ending = ReferralState(draft.happened), draft.ending
            referral_steps.step(phone, referral_id, to, received_by=draft.received_by, ending=ending)


def _saved_words(draft: StepDraft) -> str:
    words = {
        Sheet.CONSENT: _("The answer is saved."),
        Sheet.GROUND: _("The ground is saved with its reason."),
        Sheet.SEND: _("Noted as sent. The answer is awaited."),
        Sheet.WITHDRAW: _("The consent is withdrawn."),
        Sheet.CLOSE: _("The referral is over."),
    }
    return words.get(draft.sheet, _("Saved."))


def _bar(view: ReferralView, show: Callable[[Sheet], Action], told: Action) -> ft.Control | None:
    if view.card.task is None:
        return None
    if view.card.task is ReferralTask.TELL_RECIPIENT:
        return c.bottom_bar(*_call(view), c.primary(_("The recipient has been told"), told, I.CHECK))
    if not view.may_send or view.standing in (S.DRAFT, S.AWAITING_CONSENT):
        return c.bottom_bar(c.primary(_("Record an answer about consent"), show(Sheet.CONSENT), I.HOW_TO_REG_OUTLINED))
    if view.standing is S.READY:
        return c.bottom_bar(*_call(view), c.primary(_("It has been sent"), show(Sheet.SEND), I.SEND_OUTLINED))
    if view.standing is S.CONTACT_ESTABLISHED:
        end = c.primary(_("End the referral"), show(Sheet.CLOSE), I.TASK_ALT)
        return c.bottom_bar(end, c.quiet(_("Something else has happened"), show(Sheet.STEP)))
    return c.bottom_bar(*_call(view), c.primary(_("What has happened?"), show(Sheet.STEP), I.EDIT_NOTE))


def _call(view: ReferralView) -> list[ft.Control]:
    if view.recipient is None or not view.recipient.phone:
        return []
    words = _("Call {number}").format(number=view.recipient.phone)
    return [c.secondary(words, partial(call, view.recipient.phone), I.CALL)]


def _about_consent(view: ReferralView, show: Callable[[Sheet], Action]) -> list[ft.Control]:
    found = []
    if view.standing is S.AWAITING_CONSENT and view.may_decide and view.recipient and view.recipient.bound_by_secrecy:
        found.append(c.quiet(_("Another ground than consent"), show(Sheet.GROUND), I.GAVEL))
    if ReferralState.WITHDRAWN in view.moves and any(_stands(one.consent) for one in view.words):
        found.append(c.quiet(_("The consent is withdrawn"), show(Sheet.WITHDRAW), I.UNDO))
    return found


def _stands(said: Consent) -> bool:
    is_word = said.answer is ConsentAnswer.YES or said.basis_without_consent is not None
    return is_word and said.withdrawn_at is None


def _other(view: ReferralView, show: Callable[[Sheet], Action], take: Action) -> list[ft.Control]:
    if not view.may_send or view.card.task is None:
        return []
    mine = [] if view.card.is_mine else [c.quiet(_("I take it"), take, I.PAN_TOOL_OUTLINED)]
    is_draft = view.state is ReferralState.DRAFT
    return [*mine, *([c.quiet(_("End without sending"), show(Sheet.STEP), I.CLOSE)] if is_draft else [])]
