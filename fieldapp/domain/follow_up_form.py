"""The form in which a follow-up is agreed with the person."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact import ContactGap, contact_gaps
from fieldapp.domain.contact_choices import BestTime, ContactWay
from fieldapp.domain.follow_up import FollowUpKind, FollowUpState, OwnerQueue
from fieldapp.domain.form_json import answers_of, form_from
from fieldapp.domain.priority import Priority
from fieldapp.domain.windows import DueWindow, Proposal, custom


class FollowUpQuestion(StrEnum):
    """In the order on the page."""

    WHEN = "when"
    DAY = "day"
    WAY = "way"
    PHONE = "phone"
    MESSAGE = "message"
    CONSENT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class FollowUpForm:
    kind: FollowUpKind | None = None
    custom_date: date | None = None
    contact_way: ContactWay | None = None
    phone: str = ""
    ok_leave_message: bool | None = None
    best_time: BestTime | None = None
    contact_person: str = ""
    wants: ConsentAnswer | None = None
    priority: Priority = Priority.NORMAL
    agreement: str = ""


_QUESTION_FOR: Final = {
    ContactGap.WAY: FollowUpQuestion.WAY,
    ContactGap.PHONE: FollowUpQuestion.PHONE,
    ContactGap.MESSAGE: FollowUpQuestion.MESSAGE,
}


def missing(form: FollowUpForm, *, today: date) -> tuple[FollowUpQuestion, ...]:
    """What has to be answered before the follow-up can be promised, in the order on the page."""
    when = () if form.kind else (FollowUpQuestion.WHEN,)
    gaps = contact_gaps(form.contact_way, form.phone, form.ok_leave_message)
    consent = () if form.wants else (FollowUpQuestion.CONSENT,)
    return when + _day_missing(form, today) + tuple(_QUESTION_FOR[gap] for gap in gaps) + consent


def window(form: FollowUpForm, proposals: Iterable[Proposal]) -> DueWindow | None:
    """None while the form does not say when, or when it names a window that is not on offer."""
    if form.kind is FollowUpKind.CUSTOM:
        return custom(form.custom_date) if form.custom_date else None
    return next((offer.window for offer in proposals if offer.kind is form.kind), None)


def contact_answers(form: FollowUpForm) -> dict[str, Any]:
    """What a new_change sets on the contact."""
    needs_phone = form.contact_way is not None and form.contact_way.needs_phone
    answers = {
        "contact_way": form.contact_way,
        "phone": form.phone.strip() if needs_phone else None,
        "ok_leave_message": form.ok_leave_message if needs_phone else None,
        "best_time": form.best_time,
    }
    return {field: answer for field, answer in answers.items() if answer is not None}


def follow_up_answers(form: FollowUpForm, agreed: DueWindow) -> dict[str, Any]:
    """What a new_change sets on the follow-up; contact, session, code and watch are the caller's."""
    return {
        "kind": form.kind or FollowUpKind.CUSTOM,
        "window": agreed.to_json(),
        "priority": form.priority,
        "owner_queue": OwnerQueue.DISTRICT,
        "contact_person": form.contact_person.strip(),
        "agreement": form.agreement.strip(),
        "state": FollowUpState.PLANNED,
    }


def to_json(form: FollowUpForm) -> dict[str, Any]:
    return answers_of(form)


def from_json(draft: Mapping[str, Any]) -> FollowUpForm:
    return form_from(FollowUpForm, draft)


def _day_missing(form: FollowUpForm, today: date) -> tuple[FollowUpQuestion, ...]:
    if form.kind is not FollowUpKind.CUSTOM:
        return ()
    return () if form.custom_date and form.custom_date >= today else (FollowUpQuestion.DAY,)
