"""Who goes with a handover, what the letter tells of her, and who was responsible when."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fieldapp.domain.consent import Basis, Consent, ConsentAnswer, ConsentContent, ConsentPurpose, GivenBy
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.handover import (
    CheckItem,
    Handover,
    HandoverKind,
    HandoverState,
    ProposalUnreadable,
    Step,
    StepKind,
    missing,
    responsible_at,
)
from fieldapp.domain.handover_items import Lot, item
from fieldapp.domain.handover_letter import Operational, Proposal, told
from fieldapp.domain.incident import Incident, IncidentType, Violence
from fieldapp.domain.visit_choices import Need
from fieldapp.domain.windows import DueWindow

AT = datetime(2026, 11, 22, 7, 10, tzinfo=UTC)
THERE, ELSEWHERE, HERE = "ab" * 16, "cd" * 16, "ef" * 16
DAY = date(2026, 11, 25)
CALL = FollowUp(id="f", contact_id="c", owner_queue="district", window=DueWindow(DAY, DAY, DAY), agreement="Ring Bo")
WHO = {"contact_id": "c", "purpose": ConsentPurpose.HANDOVER, "recipient": THERE, "at": AT}
YES = Consent(id="1", answer=ConsentAnswer.YES, given_by=GivenBy.PERSON, content=(ConsentContent.NAME,), **WHO)
NO = Consent(id="2", answer=ConsentAnswer.NO, given_by=GivenBy.PERSON, **WHO)
GROUND = Consent(
    id="3", basis_without_consent=Basis.HARM_TEST, basis_reason="Hot", content=(ConsentContent.NAME,), **WHO
)


def person(**changed: object) -> Contact:
    known = {"identity_level": IdentityLevel.FIRST_NAME, "name": "Amina", "phone": "070", "code": "SJ-7F3-K2M-9"}
    return Contact(id="c", **known | {"age_band": AgeBand.AGE_30_64, "contact_way": ContactWay.PHONE} | changed)


@pytest.mark.parametrize(
    ("level", "consents", "promised", "lot"),
    [
        (IdentityLevel.FIRST_NAME, (YES,), (CALL,), Lot.GOES_WITH_NAME),
        (IdentityLevel.FIRST_NAME, (YES,), (), Lot.GOES_WITH_NAME),
        (IdentityLevel.FIRST_NAME, (GROUND,), (CALL,), Lot.GOES_WITH_NAME),
        (IdentityLevel.FIRST_NAME, (NO,), (CALL,), Lot.STAYS_REFUSED),
        (IdentityLevel.FIRST_NAME, (), (CALL,), Lot.STAYS_NOT_ASKED),
        (IdentityLevel.FIRST_NAME, (), (), Lot.STAYS_NOT_ASKED),
        (IdentityLevel.ANONYMOUS, (), (), Lot.GOES_AS_CODE),
        (IdentityLevel.ANONYMOUS, (NO,), (), Lot.STAYS_REFUSED),
        (IdentityLevel.ANONYMOUS, (), (CALL,), Lot.STAYS_NOT_ASKED),
    ],
)
def test_what_becomes_of_a_person(level: IdentityLevel, consents, promised, lot: Lot) -> None:
    assert item(person(identity_level=level), consents, promised, board=THERE, moment=AT).lot is lot


def test_a_protected_person_stays_whatever_was_said() -> None:
    found = item(person(identity_level=IdentityLevel.PROTECTED), (YES, GROUND), (CALL,), board=THERE, moment=AT)

    assert (found.lot, found.is_settled) == (Lot.STAYS_PROTECTED, True)


def test_a_yes_to_one_board_is_no_yes_to_another_and_one_taken_back_is_none() -> None:
    back = Consent(
        id="1", answer=ConsentAnswer.YES, given_by=GivenBy.PERSON, withdrawn_at=AT + timedelta(hours=1), **WHO
    )

    assert item(person(), (YES,), (), board=ELSEWHERE, moment=AT).lot is Lot.STAYS_NOT_ASKED
    assert item(person(), (back,), (), board=THERE, moment=AT).lot is Lot.GOES_WITH_NAME
    assert item(person(), (back,), (), board=THERE, moment=AT + timedelta(hours=1)).lot is Lot.STAYS_REFUSED


def test_for_a_child_both_guardians_are_asked() -> None:
    child = person(age_band=AgeBand.AGE_6_12)
    one = Consent(id="4", answer=ConsentAnswer.YES, given_by=GivenBy.GUARDIAN, **WHO)
    both = Consent(id="5", answer=ConsentAnswer.YES, given_by=GivenBy.BOTH_GUARDIANS, **WHO)

    assert item(child, (one,), (), board=THERE, moment=AT).lot.stays
    assert item(child, (both,), (), board=THERE, moment=AT).lot is Lot.GOES_WITH_NAME


def test_whoever_stays_is_settled_with_an_owner_and_a_day() -> None:
    without = item(person(), (NO,), (), board=THERE, moment=AT)
    nobody_s = FollowUp(id="f", owner_queue="", window=CALL.window)

    assert not without.is_settled
    assert not item(person(), (NO,), (nobody_s,), board=THERE, moment=AT).is_settled
    assert item(person(), (NO,), (CALL,), board=THERE, moment=AT).due == DAY


def test_the_letter_tells_what_is_covered_and_nothing_else() -> None:
    bare = told(person(), (), (CALL,), (Need.TALK,))
    all_of_it = told(person(), tuple(ConsentContent), (CALL,), (Need.TALK,))

    assert (bare.name, bare.phone, bare.contact_way, bare.needs) == ("", "", None, ())
    assert (bare.age_band, bare.promises[0].agreement) == (AgeBand.UNKNOWN, "")
    assert (all_of_it.name, all_of_it.phone, all_of_it.needs) == ("Amina", "070", (Need.TALK,))
    assert bare.promises[0].window == all_of_it.promises[0].window == CALL.window


def test_a_proposal_is_read_as_it_was_written_and_what_cannot_be_read_is_told() -> None:
    proposal = Proposal(
        kind=HandoverKind.EMERGENCY_TO_DISTRICT,
        agreed_start=AT,
        checklist=tuple(CheckItem),
        incident=Incident(id="", type=IncidentType.SHOOTING, intentional_violence=Violence.YES, area="Hässelby"),
        session_id="s",
        opened_at=AT,
        operational=Operational(visits=9, needs={Need.TALK: 9}, promised={}),
        people=(told(person(), tuple(ConsentContent), (CALL,), (Need.TALK,)),),
        codes=("SJ-7F3-K2M-9",),
    )
    written = proposal.to_json()
    without_days = {**written, "people": [{**written["people"][0], "promises": [{"kind": "early"}]}]}

    assert Proposal.from_json(written) == proposal
    for unreadable in ({}, {**written, "kind": "of tomorrow"}, without_days):
        with pytest.raises(ProposalUnreadable):
            Proposal.from_json(unreadable)


def test_only_a_signed_takeover_moves_the_responsibility() -> None:
    steps = [
        Step(AT, StepKind.PROPOSED, HERE, "C1"),
        Step(AT + timedelta(minutes=5), StepKind.REFUSED, THERE, "S1"),
        Step(AT + timedelta(minutes=10), StepKind.PROPOSED, HERE, "C1"),
        Step(AT + timedelta(hours=2), StepKind.TAKEN_OVER, THERE, "C1"),
    ]

    assert responsible_at(steps, HERE, AT + timedelta(minutes=80)) == HERE
    assert responsible_at(steps, HERE, AT + timedelta(hours=2)) == THERE
    assert responsible_at([], HERE, AT) == HERE


def test_two_hours_without_an_answer_are_too_long() -> None:
    waits = Handover(id="h", proposed_at=AT, laid_at=AT)

    assert waits.state is HandoverState.HANDED_OVER
    assert not waits.is_unanswered(AT + timedelta(minutes=119))
    assert waits.is_unanswered(AT + timedelta(hours=2))


def test_every_tick_is_needed() -> None:
    kind = HandoverKind.DISTRICT_TO_DISTRICT

    assert missing(kind, AT, CheckItem) == ()
    assert missing(kind, AT, tuple(CheckItem)[1:]) == ("checklist",)
    assert missing(None, None, ()) == ("kind", "agreed_start", "checklist")
