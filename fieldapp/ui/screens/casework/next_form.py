"""What has been answered about the next follow-up, and saving it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial

import flet as ft

from fieldapp.actions import persons, promises
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import FollowUpCard
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.follow_up_form import window as window_of
from fieldapp.domain.windows import DueWindow, FollowUpKind, Proposal
from fieldapp.ui.going import go
from fieldapp.ui.screens.casework import places
from fieldapp.ui.tap import Action, say, tap
from fieldapp.ui.words import _, sentence
from sync.errors import StodkedjanError


@dataclass(frozen=True, slots=True, repr=False)
class NextDraft:
    form: FollowUpForm = FollowUpForm()
    picks_day: bool = False
    problem: str = ""
    saving: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class NextForm:
    """What the page draws, and what it can do."""

    draft: NextDraft
    offered: tuple[Proposal, ...]
    window: DueWindow | None
    change: Callable[[FollowUpForm], None]
    choose: Callable[[FollowUpKind], None]
    save: Action


def use_next_form(phone: Phone, card: FollowUpCard | None) -> NextForm:
    """A hook."""
    draft, set_draft = ft.use_state(NextDraft())
    offered = _offered(phone, card)
    window = window_of(draft.form, offered)

    def change(form: FollowUpForm) -> None:
        set_draft(replace(draft, form=form, problem=""))

    def choose(kind: FollowUpKind) -> None:
        form = replace(draft.form, kind=kind)
        set_draft(replace(draft, form=form, problem="", picks_day=kind is FollowUpKind.CUSTOM))

    def picked(day: date | None) -> None:
        form = replace(draft.form, custom_date=day or draft.form.custom_date)
        set_draft(replace(draft, form=form, picks_day=False))

    async def save() -> None:
        if card is None or window is None:
            needs_day = draft.form.kind is FollowUpKind.CUSTOM
            set_draft(replace(draft, problem=_("Choose a day") if needs_day else _("Choose when")))
            return
        set_draft(replace(draft, saving=True))
        try:
            await asyncio.to_thread(
                persons.set_result, phone, card.follow_up_id, FollowUpResult.CONTINUED_NEED, draft.form
            )
        except StodkedjanError as error:
            set_draft(replace(draft, saving=False, problem=sentence(error)))
            return
        say(_("The next follow-up is agreed."))
        await go(places.QUEUE)

    ft.use_dialog(_calendar(phone, draft.form.custom_date, picked) if draft.picks_day else None)
    return NextForm(draft, offered, window, change, choose, save)


def _offered(phone: Phone, card: FollowUpCard | None) -> tuple[Proposal, ...]:
    try:
        return promises.proposals(phone, card.contact_id) if card else ()
    except GoneMeanwhile:
        return ()


def _calendar(phone: Phone, on: date | None, picked: Callable[[date | None], None]) -> ft.DatePicker:
    today = phone.today()

    async def chosen(event: ft.Event[ft.DatePicker]) -> None:
        value = event.control.value
        # The picker answers with midnight here, told in UTC.
        picked(value.astimezone(phone.zone).date() if isinstance(value, datetime) else value)

    return ft.DatePicker(
        first_date=today,
        last_date=today.replace(year=today.year + 2, day=1),
        current_date=today,
        value=on or today,
        on_change=chosen,
        on_dismiss=tap(partial(picked, None)),
    )
