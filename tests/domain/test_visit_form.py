import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.contact_choices import AffectedAs, AgeBand, ChildConcern, IdentityLevel, ProtectedGrade
from fieldapp.domain.visit_choices import AcuteAction, LeftWith, Need, Outcome, SupportGiven
from fieldapp.domain.visit_form import (
    ALWAYS_ASKED,
    Question,
    VisitForm,
    VisitIncomplete,
    check_complete,
    contact_answers,
    from_json,
    missing,
    to_json,
    toggled,
    visit_answers,
)

COMPLETE = VisitForm(
    age_band=AgeBand.AGE_30_64,
    affected_as=AffectedAs.WITNESS,
    needs=(Need.TALK,),
    support_given=(SupportGiven.LISTENING,),
    acute_actions=(AcuteAction.NO_DANGER,),
    outcome=Outcome.INFORMATION_GIVEN,
    info_given=True,
)
CHILD = replace(COMPLETE, age_band=AgeBand.AGE_13_15)
forms = st.builds(VisitForm, started_at=st.none() | st.datetimes(timezones=st.just(UTC)))


def test_an_empty_form_is_anonymous_and_asks_seven_questions() -> None:
    assert VisitForm().identity_level is IdentityLevel.ANONYMOUS
    assert missing(VisitForm()) == ALWAYS_ASKED
    assert len(ALWAYS_ASKED) == 7


def test_a_complete_anonymous_visit_needs_no_name_and_no_typing() -> None:
    check_complete(COMPLETE)

    assert missing(COMPLETE) == ()


@pytest.mark.parametrize(
    ("form", "asked"),
    [
        (replace(COMPLETE, identity_level=IdentityLevel.FIRST_NAME, name=" "), (Question.NAME,)),
        (replace(COMPLETE, identity_level=IdentityLevel.IDENTIFIED, name="Amina"), ()),
        (replace(COMPLETE, identity_level=IdentityLevel.PROTECTED), (Question.PROTECTED_GRADE,)),
        (
            replace(COMPLETE, identity_level=IdentityLevel.PROTECTED, protected_grade=ProtectedGrade.UNKNOWN),
            (),
        ),
        (CHILD, (Question.CHILD_ALONE,)),
        (replace(CHILD, child_alone=False), ()),
        (replace(CHILD, child_alone=True), (Question.LEFT_WITH,)),
        (replace(CHILD, child_alone=True, left_with=LeftWith.GUARDIAN), ()),
        (replace(COMPLETE, child_alone=True), ()),
        (replace(COMPLETE, info_given=False), (Question.TOLD,)),
        (replace(COMPLETE, info_given=False, outcome=Outcome.UNKNOWN), ()),
        (replace(COMPLETE, needs=(), outcome=None), (Question.NEEDS, Question.OUTCOME)),
    ],
)
def test_what_is_missing_follows_from_the_answers(form: VisitForm, asked: tuple[Question, ...]) -> None:
    assert missing(form) == asked


@pytest.mark.parametrize("age", [age for age in AgeBand if VisitForm(age_band=age).is_child])
def test_a_child_alone_is_never_let_go_without_a_word_on_with_whom(age: AgeBand) -> None:
    alone = VisitForm(age_band=age, child_alone=True)

    assert Question.LEFT_WITH in missing(alone)
    assert Question.LEFT_WITH not in missing(replace(alone, left_with=LeftWith.GUARDIAN))


def test_an_incomplete_visit_cannot_be_saved() -> None:
    with pytest.raises(VisitIncomplete):
        check_complete(VisitForm())


@settings(deadline=None, max_examples=60)
@given(forms)
def test_a_draft_comes_back_as_it_was(form: VisitForm) -> None:
    whole = replace(form, started_at=form.started_at and form.started_at.replace(microsecond=0))

    assert from_json(json.loads(json.dumps(to_json(whole)))) == whole


def test_a_draft_of_another_version_gives_what_can_be_read() -> None:
    draft = {"age_band": "age_13_15", "needs": ["talk", "telepathy"], "outcome": "?", "info_given": 3, "mood": "low"}

    assert from_json(draft) == VisitForm(age_band=AgeBand.AGE_13_15, needs=(Need.TALK,))


def test_the_option_that_stands_alone_drives_out_the_others_and_is_driven_out() -> None:
    nothing, listening = SupportGiven.NOTHING_DECLINED, SupportGiven.LISTENING
    both = toggled((listening,), SupportGiven.INFORMATION, nothing)

    assert both == (listening, SupportGiven.INFORMATION)
    assert toggled(both, nothing, nothing) == (nothing,)
    assert toggled((nothing,), listening, nothing) == (listening,)
    assert toggled((listening,), listening, nothing) == ()
    assert toggled((nothing,), nothing, nothing) == ()


def test_a_name_typed_before_the_protection_was_told_is_not_saved() -> None:
    form = replace(
        COMPLETE, identity_level=IdentityLevel.PROTECTED, name="Amina", protected_grade=ProtectedGrade.UNKNOWN
    )

    assert "name" not in contact_answers(form)
    assert contact_answers(form)["protected_grade"] is ProtectedGrade.UNKNOWN


def test_the_answers_about_a_child_are_not_saved_for_an_adult() -> None:
    form = replace(COMPLETE, child_alone=True, left_with=LeftWith.GUARDIAN, child_concern=ChildConcern.REPORTED)
    child = replace(form, age_band=AgeBand.AGE_6_12)

    assert not {"child_alone", "child_concern", "left_with"} & {*contact_answers(form), *visit_answers(form)}
    assert contact_answers(child)["child_alone"] is True
    assert visit_answers(child)["left_with"] is LeftWith.GUARDIAN


def test_answers_nobody_gave_are_not_written() -> None:
    assert visit_answers(COMPLETE).keys() == {
        *("duration_min", "mode", "needs", "support_given", "acute_actions", "outcome", "info_given")
    }
    assert contact_answers(COMPLETE).keys() == {"identity_level", "age_band", "affected_as", "interpreter"}


def test_the_start_of_a_visit_is_kept_to_the_instant() -> None:
    started = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)

    assert visit_answers(replace(COMPLETE, started_at=started))["started_at"] == started
