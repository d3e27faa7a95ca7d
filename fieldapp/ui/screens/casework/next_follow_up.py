"""The need goes on: the next follow-up is agreed, and this one ended, in the same write."""

import asyncio
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

import flet as ft

from fieldapp.actions import persons, promises
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.phone import Phone
from fieldapp.domain.follow_up import FollowUpResult
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.follow_up_form import window as window_of
from fieldapp.domain.priority import Priority
from fieldapp.domain.windows import FollowUpKind, Proposal
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import go, going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.card_pane import find, gone
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import say
from fieldapp.ui.words import _, day, label, sentence, short_day, whole_day
from sync.errors import StodkedjanError


@screen
def NextFollowUp() -> ft.View:
    lock, phone = use_lock(), use_phone()
    follow_up_id = ft.use_route_params()["id"]
    kind, choose = ft.use_state(_no_kind())
    on, set_on = ft.use_state(_no_day())
    priority, rank = ft.use_state(Priority.NORMAL)
    agreement, write = ft.use_state("")
    picking, pick = ft.use_state(False)
    problem, set_problem = ft.use_state("")
    saving, set_saving = ft.use_state(False)
    card = find(phone, follow_up_id)
    offered = _offered(phone, card.contact_id) if card else ()
    form = FollowUpForm(kind=kind, custom_date=on, priority=priority, agreement=agreement)
    window = window_of(form, offered)

    def chosen(wanted: FollowUpKind) -> None:
        choose(wanted)
        set_problem("")
        pick(wanted is FollowUpKind.CUSTOM)

    def picked(day_chosen: date | None) -> None:
        pick(False)
        if day_chosen:
            set_on(day_chosen)

    async def save() -> None:
        if window is None:
            set_problem(_("Choose a day") if kind is FollowUpKind.CUSTOM else _("Choose when"))
            return
        set_saving(True)
        try:
            await asyncio.to_thread(persons.set_result, phone, follow_up_id, FollowUpResult.CONTINUED_NEED, form)
        except StodkedjanError as error:
            set_problem(sentence(error))
            set_saving(False)
            return
        say(_("The next follow-up is agreed."))
        await go(places.QUEUE)

    ft.use_dialog(_calendar(phone.today(), on, picked) if picking else None)
    here, back = f"{places.QUEUE}/next/{follow_up_id}", going(places.QUEUE)
    page = partial(page_view, lock, phone, here, _("New follow-up"), back=back)
    if card is None:
        return page(gone())
    return page(
        c.code(card.code),
        c.question(
            "when",
            _("When?"),
            c.long_choices(_options(offered, on), [kind] if kind else [], chosen),
            done=window is not None,
            error=problem,
        ),
        c.question("priority", _("Priority"), c.choices(c.options(Priority), [priority], rank, columns=3, short=True)),
        c.question(
            "agreed",
            _("What was agreed (optional)"),
            c.field(_("Agreed"), agreement, write, lines=2, max_length=200),
            helper=_("Do not write what happened, other names or diagnoses"),
        ),
        *([_read_aloud(window.latest, card.code)] if window else []),
        bottom=c.bottom_bar(c.primary(_("Yes, we do that"), save, ft.Icons.CHECK, busy=_("Saving…") if saving else "")),
    )


def _no_kind() -> FollowUpKind | None:
    return None


def _no_day() -> date | None:
    return None


def _offered(phone: Phone, contact_id: str) -> tuple[Proposal, ...]:
    try:
        return promises.proposals(phone, contact_id)
    except GoneMeanwhile:
        return ()


def _options(offered: tuple[Proposal, ...], on: date | None) -> list[c.Option[FollowUpKind]]:
    proposed = [c.Option(one.kind, label(one.kind), _days(one)) for one in offered]
    other = c.Option(FollowUpKind.CUSTOM, _("Another day"), day(on) if on else "")
    return [*proposed, other]


def _days(one: Proposal) -> str:
    window = one.window
    words = _("{first} to {last}, best {target}")
    return words.format(
        first=short_day(window.earliest), last=short_day(window.latest), target=short_day(window.target)
    )


def _read_aloud(latest: date, code: str) -> ft.Control:
    words = _("“We will be in touch on {day} at the latest. If you hear nothing, call and say the code {code}.”")
    return c.card(
        c.header(_("Read aloud"), "title_medium"),
        c.text(words.format(day=whole_day(latest), code=c.spoken(code)), "body_large"),
    )


def _calendar(today: date, on: date | None, picked: Callable[[date | None], None]) -> ft.DatePicker:
    async def chosen(event: ft.Event[ft.DatePicker]) -> None:
        value = event.control.value
        picked(value.date() if isinstance(value, datetime) else value)

    return ft.DatePicker(first_date=today, current_date=today, value=on or today, on_change=chosen)
