"""The page of the agreement: answers kept as a draft, what is left, and the sentence that is read aloud."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

import flet as ft

from fieldapp.actions import drafts, promises
from fieldapp.actions.documenting import writes_identity
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SafetyState
from fieldapp.domain import follow_up_form
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.follow_up_form import FollowUpForm, FollowUpQuestion, missing, window
from fieldapp.domain.windows import FollowUpKind
from fieldapp.ui import components as c
from fieldapp.ui.component import component
from fieldapp.ui.filling import Filling, use_filling
from fieldapp.ui.going import go
from fieldapp.ui.hooks import memo, use_first
from fieldapp.ui.look import big
from fieldapp.ui.screens.supporter.agree import parts
from fieldapp.ui.screens.supporter.agree.not_now import not_now_sheet
from fieldapp.ui.screens.supporter.agree.saved_line import saved_line
from fieldapp.ui.screens.supporter.agree.words import read_back
from fieldapp.ui.screens.supporter.visit.around import trouble
from fieldapp.ui.words import _, label, ngettext


@component
def _Agreement(phone: Phone, contact: str, code: str, saved: SafetyState | None) -> ft.Control:
    filling = use_filling(partial(_started, phone, contact))
    offered = use_first(partial(promises.proposals, phone, contact))
    all_shown, show_all = ft.use_state(False)
    asked, ask = ft.use_state("")
    form, left = filling.form, missing(filling.form, today=phone.today())
    shown_left = left if filling.tried else ()
    names = writes_identity(phone, promises.contact_of(phone, contact).session_id)
    number = promises.slip(phone, contact).phone_number

    def choose(kind: FollowUpKind) -> None:
        filling.answer(kind=kind)
        if kind is FollowUpKind.CUSTOM:
            ask("day")

    def choose_day(day: date) -> None:
        filling.answer(kind=FollowUpKind.CUSTOM, custom_date=day)

    ft.use_dialog(_dialog(asked, phone, contact, form, choose_day, partial(ask, "")))
    # Where numbers are written only for who agrees, that is asked before the number.
    consent = parts.consent(form, shown_left, filling.answer)
    page = c.page_body(
        *_summary(shown_left, filling.go_to),
        *trouble(filling.problem),
        c.code(code, "usual" if big() else "large"),
        *saved_line(phone, contact, saved),
        parts.when(form, offered, shown_left, choose=choose, more=None if all_shown else partial(show_all, True)),
        parts.way(form, shown_left, filling.answer),
        *([] if names else [consent]),
        *(parts.number(form, shown_left, filling.answer) if names or form.wants is ConsentAnswer.YES else []),
        parts.best_time(form, filling.answer),
        parts.who(form, phone.board_name, filling.answer),
        *([consent] if names else []),
        parts.aloud(read_back(form, window(form, offered), code, number)),
        ref=filling.body,
    )
    save = partial(filling.save, is_complete=not left, act=partial(_agree, phone, contact, filling))
    yes = c.primary(_("Yes, let us do that"), save, ft.Icons.CHECK, busy=_("Saving…") if filling.busy else "")
    return c.frame(page, c.bottom_bar(yes, c.secondary(_("The person does not want to now"), partial(ask, "not now"))))


Agreement = memo(_Agreement)


def _started(phone: Phone, contact: str) -> Filling[FollowUpForm]:
    name, start = promises.draft_name(contact), _begun(phone, contact)
    return Filling(phone, name, start, apply=replace, to_json=follow_up_form.to_json)


async def _agree(phone: Phone, contact: str, filling: Filling[FollowUpForm]) -> None:
    await asyncio.to_thread(promises.agree, phone, contact, filling.form)
    await go(f"/slip/{contact}")


def _begun(phone: Phone, contact: str) -> FollowUpForm:
    """The kept draft, else the nearest window."""
    kept = drafts.load(phone, promises.draft_name(contact))
    if kept:
        return follow_up_form.from_json(kept)
    offered = promises.proposals(phone, contact)
    return FollowUpForm(kind=offered[0].kind if offered else None)


def _dialog(
    asked: str, phone: Phone, contact: str, form: FollowUpForm, choose_day: Any, leave: Any
) -> ft.DialogControl | None:
    if asked == "not now":
        return not_now_sheet(phone, contact, leave)
    return _day_picker(phone, form, choose_day, leave) if asked == "day" else None


def _day_picker(phone: Phone, form: FollowUpForm, choose_day: Any, leave: Any) -> ft.DatePicker:
    today = datetime.combine(phone.today(), datetime.min.time(), tzinfo=phone.zone)

    async def picked(event: ft.Event[ft.DatePicker]) -> None:
        value = event.control.value
        if value is not None:
            choose_day(_as_day(value, phone))

    return ft.DatePicker(
        first_date=today,
        last_date=today.replace(year=today.year + 2, day=min(today.day, 28)),
        value=form.custom_date or None,
        on_change=picked,
        on_dismiss=lambda _event: leave(),
    )


def _as_day(value: date | datetime, phone: Phone) -> date:
    """The picker answers with midnight here, told in UTC."""
    return value.astimezone(phone.zone).date() if isinstance(value, datetime) else value


def _summary(left: Sequence[FollowUpQuestion], go_to: Any) -> list[ft.Control]:
    if not left:
        return []
    title = ngettext(
        "{n} question left before we can agree", "{n} questions left before we can agree", len(left)
    ).format(n=len(left))
    keys = {FollowUpQuestion.DAY: FollowUpQuestion.WHEN}
    return [c.error_summary(title, [(keys.get(one, one).value, label(one)) for one in left], go_to)]
