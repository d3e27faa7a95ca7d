"""What the roster takes, and what it never holds."""

from datetime import date

import pytest

from fieldapp.domain.call_out import Availability, CallOut, counts, order
from fieldapp.domain.member import Member
from fieldapp.domain.roster import (
    ColleagueNameMissing,
    PersonalNumberWritten,
    RosterForm,
    as_languages,
    check_roster,
    form_of,
    roster_answers,
)
from tests.domain.records import NOON, edited, made

TODAY = date(2026, 11, 19)


@pytest.mark.parametrize(
    "form",
    [
        RosterForm(name="Anna 850412-1234"),
        RosterForm(name="Anna", languages=("198504121234",)),
        RosterForm(name="Anna", languages=("8504121234",)),
        RosterForm(name="Anna", phone="19850412-1234"),
        RosterForm(name="Anna", phone="850412+1234"),
    ],
)
def test_a_personal_number_never_gets_into_the_roster(form: RosterForm) -> None:
    with pytest.raises(PersonalNumberWritten):
        check_roster(form)


@pytest.mark.parametrize("phone", ["070-174 06 01", "0701740601", "+46701740601", ""])
def test_a_telephone_number_is_none(phone: str) -> None:
    check_roster(RosterForm(name="Anna", phone=phone))


def test_a_colleague_has_a_name() -> None:
    with pytest.raises(ColleagueNameMissing):
        check_roster(RosterForm(name="  "))


def test_the_day_of_a_training_stays_as_it_was_noted() -> None:
    trained = Member(id="m", trained_on=date(2024, 3, 1))

    assert roster_answers(RosterForm(name="A", trained=True), trained, today=TODAY)["trained_on"] == date(2024, 3, 1)
    assert roster_answers(RosterForm(name="A", trained=True), None, today=TODAY)["trained_on"] == TODAY
    assert roster_answers(RosterForm(name="A"), trained, today=TODAY)["trained_on"] is None


def test_what_is_saved_is_shown_again() -> None:
    form = RosterForm(name="Anna", phone="070-174 06 01", trained=True, languages=("arabiska",), secrecy_confirmed=True)
    record = made("member", "m", **roster_answers(form, None, today=TODAY))

    assert form_of(Member.from_record(record)) == form


def test_languages_are_written_with_commas_and_each_counts_once() -> None:
    assert as_languages(" arabiska, somaliska,, arabiska ") == ("arabiska", "somaliska")


def test_whom_to_call_next_comes_first() -> None:
    answers = [Availability.NO, Availability.YES, None, Availability.NO_ANSWER]

    assert sorted(answers, key=order) == [None, Availability.NO_ANSWER, Availability.YES, Availability.NO]
    assert counts(answers) == dict.fromkeys((*Availability, None), 1)


def test_an_answer_of_tomorrow_counts_as_not_called() -> None:
    record = made("call_out", session_id="s", member="m", answer="perhaps", called_at=NOON)

    assert CallOut.from_record(record) == CallOut(session_id="s", member="m", called_at=NOON)


def test_the_last_answer_is_the_one_that_counts() -> None:
    record = edited(made("call_out", member="m", answer=Availability.NO), answer=Availability.YES)

    assert CallOut.from_record(record).answer is Availability.YES
    assert not CallOut.from_record(record).in_conflict
