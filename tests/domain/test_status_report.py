"""The nine functions' report: persons are counted once, few are hidden, staff are told."""

from datetime import UTC, date, datetime, timedelta

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.figures import Times, Work
from fieldapp.domain.follow_up import FollowUp, FollowUpState
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.referral import Referral
from fieldapp.domain.shift import Shift
from fieldapp.domain.status_report import Situation, status_report
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import AcuteAction, Need
from fieldapp.domain.windows import DueWindow, FollowUpKind

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MONDAY = date(2026, 11, 30)


def visit(number: int, *, person: int, needs: tuple[Need, ...] = (Need.TALK,), **more: object) -> Visit:
    return Visit(id=str(number), contact_id=str(person), started_at=NOW, needs=needs, **more)  # type: ignore[arg-type]


def promise(number: int, day: date, state: FollowUpState = FollowUpState.PLANNED) -> FollowUp:
    window = DueWindow(day, day, day)
    return FollowUp(id=str(number), contact_id=str(number), kind=FollowUpKind.EARLY, window=window, state=state)


def situation(*, referrals: tuple[tuple[RecipientType, Referral], ...] = (), **more: object) -> Situation:
    visits = (
        *(visit(number, person=number) for number in range(6)),
        visit(6, person=0),
        visit(7, person=1, needs=(Need.FOOD_AND_REST,), acute_actions=(AcuteAction.POLICE,)),
    )
    contacts = {
        str(number): Contact(id=str(number), language="Arabiska" if number < 5 else "", code=f"HV-{number}")
        for number in range(6)
    }
    contacts["0"] = Contact(id="0", identity_level=IdentityLevel.PROTECTED, language="Arabiska")
    promised = [promise(number, MONDAY + timedelta(days=number)) for number in range(5)]
    work = Work(
        times=Times(),
        visits=visits,
        contacts=contacts,
        follow_ups=(*promised, promise(9, MONDAY, FollowUpState.DONE)),
        attempts=(),
        known=Persons(),
        zone=UTC,
        referrals=referrals,
    )
    return Situation(**{"now": NOW, "work": work, "home": {}} | more)  # type: ignore[arg-type]


def test_a_need_is_counted_by_persons_and_few_are_hidden() -> None:
    found = status_report(situation())

    assert found.needs == {Need.TALK: None, Need.FOOD_AND_REST: None}
    assert found.people == 6
    assert found.security == {AcuteAction.POLICE: None}
    assert found.protected is None
    assert found.languages == {"Arabiska": 5}


def test_open_follow_ups_stand_by_the_week_they_are_due() -> None:
    assert status_report(situation()).due_weeks == {MONDAY: 5}


def test_hours_are_told_by_the_board_that_lends() -> None:
    shifts = tuple(
        Shift(id=member, member=member, on_at=NOW - timedelta(hours=hours), off_at=NOW)
        for member, hours in (("a", 4), ("b", 3), ("c", 2))
    )
    found = status_report(situation(shifts=shifts, home={"c": "Bromma"}))

    assert found.hours_per_board == {"": 7, "Bromma": 2}
    assert (found.hours, found.on_now) == (9, 0)


def test_referrals_are_told_by_kind_of_recipient_once_sent() -> None:
    sent = [(RecipientType.SCHOOL_HEALTH, Referral(id=str(one), sent_at=NOW)) for one in range(5)]
    found = status_report(situation(referrals=(*sent, (RecipientType.RED_CROSS, Referral(id="d")))))

    assert found.referrals == {RecipientType.SCHOOL_HEALTH: 5}
