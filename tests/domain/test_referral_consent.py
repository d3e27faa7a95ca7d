"""Whether anything may be told to a recipient, by whose word, and what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldapp.domain.consent import Basis, Consent, ConsentAnswer, ConsentContent, ConsentPurpose, GivenBy
from fieldapp.domain.referral_consent import Asked, Permit, ReferralNotConsented, check_sending, permit

NOW = datetime(2026, 3, 3, 10, 0, tzinfo=UTC)
NAME, PHONE, NEEDS = ConsentContent.NAME, ConsentContent.PHONE, ConsentContent.NEEDS
YES = Consent(
    id="1",
    purpose=ConsentPurpose.REFERRAL,
    answer=ConsentAnswer.YES,
    recipient="church",
    content=(NAME, PHONE),
    given_by=GivenBy.PERSON,
    at=NOW,
)
MOTHER = replace(YES, id="2", given_by=GivenBy.GUARDIAN)
FATHER = replace(YES, id="3", given_by=GivenBy.OTHER_GUARDIAN, content=(NAME, NEEDS))
GROUND = replace(
    YES,
    id="4",
    answer=ConsentAnswer.NOT_ASKED,
    given_by=None,
    content=(NEEDS,),
    basis_without_consent=Basis.UNDER_18_26_9,
    basis_reason="Fadern kan inte nås",
)


def found(*consents: Consent, child: bool = False, keeps_secrets: bool = True, after: float = 1) -> Permit:
    moment = NOW + timedelta(days=after)
    return permit(consents, "church", is_child=child, keeps_secrets=keeps_secrets, moment=moment)


@pytest.mark.parametrize(
    ("consents", "child", "covered", "missing"),
    [
        ([], False, False, Asked.PERSON),
        ([YES], False, True, Asked.NOBODY),
        ([replace(YES, recipient="mosque")], False, False, Asked.PERSON),
        ([replace(YES, purpose=ConsentPurpose.HANDOVER)], False, False, Asked.PERSON),
        ([replace(YES, answer=ConsentAnswer.NO)], False, False, Asked.PERSON),
        ([replace(YES, answer=ConsentAnswer.NOT_ASKED)], False, False, Asked.PERSON),
        ([replace(YES, withdrawn_at=NOW + timedelta(hours=2))], False, False, Asked.PERSON),
        ([replace(YES, valid_until=NOW + timedelta(hours=2))], False, False, Asked.PERSON),
        ([YES], True, False, Asked.GUARDIANS),
        ([MOTHER], True, False, Asked.OTHER_GUARDIAN),
        ([MOTHER, replace(MOTHER, id="5")], True, False, Asked.OTHER_GUARDIAN),
        ([MOTHER, FATHER], True, True, Asked.NOBODY),
        ([MOTHER, replace(FATHER, answer=ConsentAnswer.NO)], True, False, Asked.OTHER_GUARDIAN),
        ([replace(MOTHER, given_by=GivenBy.BOTH_GUARDIANS)], True, True, Asked.NOBODY),
        ([replace(MOTHER, given_by=GivenBy.SOLE_GUARDIAN)], True, True, Asked.NOBODY),
        ([MOTHER, GROUND], True, True, Asked.NOBODY),
        ([replace(GROUND, basis_reason="")], False, False, Asked.PERSON),
        ([replace(GROUND, withdrawn_at=NOW)], False, False, Asked.PERSON),
    ],
)
def test_who_has_to_have_said_yes(consents: list[Consent], child: bool, covered: bool, missing: Asked) -> None:
    permitted = found(*consents, child=child)

    assert (permitted.is_covered, permitted.missing) == (covered, missing)
    if covered:
        check_sending(permitted)
    else:
        assert permitted.content == frozenset()
        with pytest.raises(ReferralNotConsented):
            check_sending(permitted)


def test_civil_society_is_told_only_what_the_person_has_agreed_to() -> None:
    assert not found(GROUND, keeps_secrets=False).is_covered
    assert found(YES, keeps_secrets=False).content == {NAME, PHONE}


def test_what_two_guardians_agree_to_is_what_both_have_agreed_to() -> None:
    assert found(MOTHER, FATHER, child=True).content == {NAME}


def test_a_yes_taken_back_takes_back_the_yes_before_it_and_a_new_yes_holds() -> None:
    first, second = replace(YES, id="a"), replace(YES, id="b", at=NOW + timedelta(hours=1))
    taken_back = replace(first, withdrawn_at=NOW + timedelta(hours=2))

    assert not found(taken_back, second).is_covered
    assert found(taken_back, replace(second, at=NOW + timedelta(hours=3))).is_covered


@settings(deadline=None, max_examples=60)
@given(order=st.permutations([YES, MOTHER, FATHER, GROUND, replace(MOTHER, id="6", answer=ConsentAnswer.NO, at=NOW)]))
def test_the_order_in_which_words_arrive_does_not_matter(order: Any) -> None:
    assert found(*order, child=True) == found(*sorted(order, key=lambda one: one.id), child=True)
