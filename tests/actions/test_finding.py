"""Finding a person by name: told by code alone, and never one who is protected."""

from dataclasses import replace

import pytest

from fieldapp.actions import finding, sessions, visits
from fieldapp.domain.codes import CodeMistyped
from fieldapp.domain.contact_choices import IdentityLevel, ProtectedGrade
from fieldapp.domain.finding import TooFewLetters
from tests.benchmarks.board import ALARM, MOTHER
from tests.journeys.people import Story


def met(story: Story, name: str) -> str:
    phone = story.supervisor.phone
    session = (sessions.current(phone) or sessions.open_session(phone, ALARM)).id
    form = replace(MOTHER, identity_level=IdentityLevel.IDENTIFIED, name=name)
    return visits.register_visit(phone, session, visits.new_code(phone), form).code


def found(story: Story, typed: str) -> list[str]:
    return [row.code for row in finding.find(story.supervisor.phone, typed)]


def test_a_name_finds_everybody_of_that_name_and_the_code_finds_one(story: Story) -> None:
    amina, other, bertil = met(story, "Amina Hassan"), met(story, "Amina Berg"), met(story, "Bertil Amin")

    assert found(story, "amina") == sorted([amina, other])
    assert found(story, "amina has") == [amina]
    assert found(story, bertil) == [bertil]
    assert found(story, "Zenobia") == []


def test_what_was_typed_wrong_is_said(story: Story) -> None:
    with pytest.raises(CodeMistyped):
        found(story, "HV-111-111-1")
    with pytest.raises(TooFewLetters):
        found(story, "a")


def test_a_protected_person_is_not_found_by_name(story: Story) -> None:
    code = met(story, "Amina Hassan")
    phone = story.supervisor.phone
    form = replace(
        MOTHER,
        identity_level=IdentityLevel.PROTECTED,
        name="",
        protected_grade=ProtectedGrade.UNKNOWN,
        returning_code=code,
    )
    session = sessions.current(phone)
    assert session is not None
    visits.register_visit(phone, session.id, visits.new_code(phone), form)

    assert found(story, "amina") == []
    assert found(story, code) == [code]
