"""The need goes on: the next follow-up is agreed, and this one ended, in the same write."""

from dataclasses import replace
from datetime import date
from functools import partial

import flet as ft

from fieldapp.actions.views import FollowUpCard
from fieldapp.domain.priority import Priority
from fieldapp.domain.windows import FollowUpKind, Proposal
from fieldapp.ui import components as c
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.screens.casework import places
from fieldapp.ui.screens.casework.card_pane import find, gone
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.casework.next_form import NextForm, use_next_form
from fieldapp.ui.state import use_phone
from fieldapp.ui.words import _, day, label, short_day, whole_day

AGREED_CHARACTERS = 200


@screen
def NextFollowUp() -> ft.View:
    lock, phone = use_lock(), use_phone()
    follow_up_id = ft.use_route_params()["id"]
    card = find(phone, follow_up_id)
    answers = use_next_form(phone, card)
    here, back = places.next_follow_up(follow_up_id), going(places.QUEUE)
    page = partial(page_view, lock, phone, here, _("New follow-up"), back=back)
    if card is None:
        return page(gone())
    busy = _("Saving…") if answers.draft.saving else ""
    button = c.primary(_("Yes, we do that"), answers.save, ft.Icons.CHECK, busy=busy)
    return page(*_questions(card, answers, phone.today()), bottom=c.bottom_bar(button))


def _questions(card: FollowUpCard, answers: NextForm, today: date) -> list[ft.Control]:
    form, change = answers.draft.form, answers.change
    kinds = c.long_choices(_kinds(answers, today), [form.kind] if form.kind else [], answers.choose)
    priorities = c.choices(
        c.options(Priority), [form.priority], lambda one: change(replace(form, priority=one)), columns=3, short=True
    )
    agreement = c.field(
        _("Agreed"),
        form.agreement,
        lambda words: change(replace(form, agreement=words)),
        lines=2,
        max_length=AGREED_CHARACTERS,
    )
    never = _("Do not write what happened, other names or diagnoses")
    return [
        c.code(card.code),
        c.question("when", _("When?"), kinds, done=answers.window is not None, error=answers.draft.problem),
        c.question("priority", _("Priority"), priorities, done=True),
        c.question("agreed", _("What was agreed (optional)"), agreement, helper=never),
        *([_read_aloud(answers.window.latest, card.code)] if answers.window else []),
    ]


def _kinds(answers: NextForm, today: date) -> list[c.Option[FollowUpKind]]:
    on = answers.draft.form.custom_date
    proposed = [c.Option(one.kind, label(one.kind), _days(one, today)) for one in answers.offered]
    return [*proposed, c.Option(FollowUpKind.CUSTOM, _("Another day"), day(on, today=today) if on else "")]


def _days(one: Proposal, today: date) -> str:
    window, year = one.window, "" if one.window.latest.year == today.year else f" {one.window.latest.year}"
    last = short_day(window.latest) + year
    words = _("{first} to {last}, best {target}")
    return words.format(first=short_day(window.earliest), last=last, target=short_day(window.target))


def _read_aloud(latest: date, code: str) -> ft.Control:
    words = _("“We will be in touch on {day} at the latest. If you hear nothing, call and say the code {code}.”")
    return c.card(
        c.header(_("Read aloud"), "title_medium"),
        c.text(words.format(day=whole_day(latest), code=c.spoken(code)), "body_large"),
    )
