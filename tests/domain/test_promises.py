from dataclasses import replace
from datetime import date, timedelta

import pytest

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.duplicates import Decision, persons
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpResult, FollowUpState
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.promises import without_owner_or_date
from fieldapp.domain.referral import Referral
from fieldapp.domain.referral_choices import ReferralState
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.windows import custom
from tests.domain.records import NOON

AMINA = Contact(id="amina")
VISIT = Visit(id="v1", contact_id="amina", started_at=NOON, outcome=Outcome.FOLLOW_UP_BY_US)
OPEN = FollowUp(id="f1", contact_id="amina", owner_queue="district", window=custom(date(2026, 11, 22)))
DONE = replace(OPEN, state=FollowUpState.DONE, result=FollowUpResult.FEELS_BETTER, closed_at=NOON + timedelta(days=3))
CONTINUED = replace(DONE, result=FollowUpResult.CONTINUED_NEED)
DUPLICATE = replace(
    DONE,
    id="f2",
    state=FollowUpState.CANCELLED,
    result=None,
    closed_reason=ClosedReason.DUPLICATE,
    closed_at=NOON + timedelta(days=9),
)


@pytest.mark.parametrize("outcome", Outcome)
def test_only_who_was_promised_something_needs_something(outcome: Outcome) -> None:
    promised = outcome in (Outcome.FOLLOW_UP_BY_US, Outcome.DECLINED_MAY_RECONTACT, Outcome.REFERRED)

    assert without_owner_or_date([AMINA], [replace(VISIT, outcome=outcome)], []) == (("amina",) if promised else ())


@pytest.mark.parametrize(
    ("follow_ups", "let_down"),
    [
        ([], True),
        ([OPEN], False),
        ([replace(OPEN, owner_queue="")], True),
        ([replace(OPEN, window=None)], True),
        ([DONE], False),
        ([CONTINUED], True),
        ([CONTINUED, replace(OPEN, id="f3")], False),
        ([CONTINUED, DUPLICATE], True),
        ([DUPLICATE], True),
        ([OPEN, DUPLICATE], False),
        ([replace(DONE, closed_at=NOON - timedelta(hours=1))], True),
        ([replace(OPEN, contact_id="somebody else")], True),
    ],
)
def test_a_promise_needs_an_open_follow_up_with_owner_and_date_or_an_ending(
    follow_ups: list[FollowUp], let_down: bool
) -> None:
    assert ("amina" in without_owner_or_date([AMINA], [VISIT], follow_ups)) is let_down


def test_the_last_visit_decides() -> None:
    later = replace(VISIT, id="v2", started_at=NOON + timedelta(days=1), outcome=Outcome.DECLINED)

    assert without_owner_or_date([AMINA], [later, VISIT], []) == ()
    assert without_owner_or_date([AMINA], [VISIT, replace(later, started_at=NOON - timedelta(days=1))], []) == (
        "amina",
    )


def same(kept: str, other: str) -> Decision:
    return Decision(id=kept + other, contact_id=kept, other_id=other, verdict=Verdict.SAME, kept=kept)


def test_the_follow_up_of_a_joined_duplicate_counts_for_the_one_who_stays() -> None:
    twin, one = Contact(id="twin"), persons([same("amina", "twin")])

    assert without_owner_or_date([AMINA, twin], [VISIT], [replace(OPEN, contact_id="twin")], known=one) == ()
    assert without_owner_or_date([AMINA, twin], [replace(VISIT, contact_id="twin")], [], known=one) == ("amina",)


def test_two_contacts_joined_to_each_other_are_still_one_person_who_was_promised_something() -> None:
    crosswise = persons([same("amina", "two"), same("two", "amina")])
    two = Contact(id="two")

    assert without_owner_or_date([AMINA, two], [VISIT], [], known=crosswise) == ("amina",)
    assert without_owner_or_date([AMINA, two], [VISIT], [replace(OPEN, contact_id="two")], known=crosswise) == ()


def test_a_person_is_not_forgotten_because_one_of_her_contacts_was_registered_by_mistake() -> None:
    voided, one = replace(AMINA, status=ContactStatus.VOIDED), persons([same("amina", "twin")])

    assert without_owner_or_date([voided, Contact(id="twin")], [replace(VISIT, contact_id="twin")], [], known=one) == (
        "amina",
    )


def test_a_promise_carried_on_where_this_phone_cannot_see_is_no_reminder_here() -> None:
    elsewhere = replace(DUPLICATE, instead="a follow-up of another circle")

    assert without_owner_or_date([AMINA], [VISIT], [elsewhere]) == ()
    assert without_owner_or_date([AMINA], [VISIT], [elsewhere, replace(DONE, id=elsewhere.instead)]) == ()


def test_a_person_whose_record_cannot_be_read_here_is_not_forgotten() -> None:
    assert without_owner_or_date([], [VISIT], []) == ("amina",)


def test_a_visit_taken_back_promises_nothing() -> None:
    assert without_owner_or_date([AMINA], [replace(VISIT, voided=True)], []) == ()


def test_a_contact_registered_by_mistake_was_promised_nothing() -> None:
    assert without_owner_or_date([replace(AMINA, status=ContactStatus.VOIDED)], [VISIT], []) == ()


AWAY = Referral(
    id="r1", contact_id="amina", owner_queue="district", state=ReferralState.SENT, sent_at=NOON, changed_at=NOON
)
ANSWERED = replace(AWAY, state=ReferralState.CLOSED, changed_at=NOON + timedelta(days=9))


@pytest.mark.parametrize(
    ("referrals", "let_down"),
    [
        ([], True),
        ([AWAY], False),
        ([replace(AWAY, owner_queue="")], True),
        ([replace(AWAY, sent_at=None, changed_at=None)], True),
        ([ANSWERED], False),
        ([replace(ANSWERED, changed_at=NOON - timedelta(hours=1))], True),
    ],
)
def test_who_was_to_be_referred_needs_a_referral_with_owner_and_date_or_an_answer(
    referrals: list[Referral], let_down: bool
) -> None:
    referred = replace(VISIT, outcome=Outcome.REFERRED)

    assert ("amina" in without_owner_or_date([AMINA], [referred], [], referrals)) is let_down


def test_a_follow_up_that_ended_as_referred_is_no_end_without_a_referral() -> None:
    ended = replace(DONE, result=FollowUpResult.REFERRED)

    assert without_owner_or_date([AMINA], [VISIT], [ended]) == ("amina",)
    assert without_owner_or_date([AMINA], [VISIT], [ended], [AWAY]) == ()
    assert without_owner_or_date([AMINA], [VISIT], [ended], [ANSWERED]) == ()
