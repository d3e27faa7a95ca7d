import json
from dataclasses import replace
from datetime import date

import pytest

from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact_choices import BestTime, ContactWay
from fieldapp.domain.follow_up import FollowUp, FollowUpKind, FollowUpState
from fieldapp.domain.follow_up_form import (
    FollowUpForm,
    FollowUpQuestion,
    contact_answers,
    follow_up_answers,
    from_json,
    missing,
    to_json,
    window,
)
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.windows import custom, proposed
from tests.domain.records import made

TODAY = date(2026, 11, 13)
COMPLETE = FollowUpForm(
    kind=FollowUpKind.EARLY,
    contact_way=ContactWay.PHONE,
    phone="070-123 45 67",
    ok_leave_message=False,
    best_time=BestTime.MORNING,
    wants=ConsentAnswer.YES,
)
WHEN, DAY, WAY = FollowUpQuestion.WHEN, FollowUpQuestion.DAY, FollowUpQuestion.WAY
PHONE, MESSAGE, CONSENT = FollowUpQuestion.PHONE, FollowUpQuestion.MESSAGE, FollowUpQuestion.CONSENT


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (FollowUpForm(), (WHEN, WAY, CONSENT)),
        (COMPLETE, ()),
        (replace(COMPLETE, phone=" "), (PHONE,)),
        (replace(COMPLETE, ok_leave_message=None), (MESSAGE,)),
        (replace(COMPLETE, contact_way=ContactWay.SMS, phone="", ok_leave_message=None), (PHONE, MESSAGE)),
        (replace(COMPLETE, contact_way=ContactWay.PERSON_CONTACTS_US, phone="", ok_leave_message=None), ()),
        (replace(COMPLETE, contact_way=ContactWay.VIA_OTHER, phone="", ok_leave_message=None), ()),
        (replace(COMPLETE, kind=FollowUpKind.CUSTOM), (DAY,)),
        (replace(COMPLETE, kind=FollowUpKind.CUSTOM, custom_date=date(2026, 11, 12)), (DAY,)),
        (replace(COMPLETE, kind=FollowUpKind.CUSTOM, custom_date=TODAY), ()),
        (replace(COMPLETE, wants=ConsentAnswer.NOT_ASKED), ()),
    ],
)
def test_what_is_missing_before_a_follow_up_is_promised(
    form: FollowUpForm, asked: tuple[FollowUpQuestion, ...]
) -> None:
    assert missing(form, today=TODAY) == asked


def test_the_window_is_the_one_offered_or_the_chosen_day() -> None:
    offers = proposed(IncidentType.SHOOTING, TODAY, TODAY)
    own_day = replace(COMPLETE, kind=FollowUpKind.CUSTOM, custom_date=TODAY)

    assert window(COMPLETE, offers) == offers[0].window
    assert window(own_day, offers) == custom(TODAY)
    assert window(replace(own_day, custom_date=None), offers) is None
    assert window(replace(COMPLETE, kind=FollowUpKind.SIX_MONTHS), offers) is None


def test_the_agreed_follow_up_is_open_owned_and_dated() -> None:
    follow_up = FollowUp.from_record(made("follow_up", **follow_up_answers(COMPLETE, custom(TODAY))))

    assert (follow_up.state, follow_up.owner_queue) == (FollowUpState.PLANNED, "district")
    assert (follow_up.window, follow_up.kind) == (custom(TODAY), FollowUpKind.EARLY)


def test_a_phone_number_is_not_kept_when_nobody_will_ring_it() -> None:
    no_call = replace(COMPLETE, contact_way=ContactWay.PERSON_CONTACTS_US)

    assert contact_answers(COMPLETE)["ok_leave_message"] is False
    assert contact_answers(no_call).keys() == {"contact_way", "best_time"}


def test_a_draft_comes_back_as_it_was() -> None:
    form = replace(COMPLETE, custom_date=TODAY)

    assert from_json(json.loads(json.dumps(to_json(form)))) == form
