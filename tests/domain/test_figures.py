from dataclasses import replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand, IdentityLevel
from fieldapp.domain.duplicates import Decision, Persons, persons
from fieldapp.domain.figures import Figures, Times, Work, figures
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpState
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.small_cells import Share
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Outcome
from fieldapp.domain.windows import DueWindow
from tests.domain.records import NOON

DAY = NOON.date()
WINDOW = DueWindow(DAY, DAY, DAY + timedelta(days=7))
TIMES = Times(
    occurred_at=NOON,
    alarm_at=NOON,
    activated_at=NOON + timedelta(minutes=4),
    opened_at=NOON + timedelta(minutes=6),
)
PEOPLE = tuple(f"p{number}" for number in range(8))


def visit(person: str, days: float = 0, **more: Any) -> Visit:
    made = Visit(id=f"v{person}{days}", contact_id=person, started_at=NOON + timedelta(days=days, minutes=10))
    return replace(made, **{"outcome": Outcome.FOLLOW_UP_BY_US, **more})


def promise(person: str, **more: Any) -> FollowUp:
    return FollowUp(id=f"f{person}", contact_id=person, **{"owner_queue": "district", "window": WINDOW, **more})


def reached(person: str, days: float) -> Attempt:
    return Attempt(
        id=f"a{person}{days}", follow_up_id=f"f{person}", at=NOON + timedelta(days=days), result=AttemptResult.REACHED
    )


def looked_at(**more: Any) -> Figures:
    usual: dict[str, Any] = {
        "times": TIMES,
        "visits": tuple(visit(person) for person in PEOPLE),
        "contacts": {person: Contact(id=person, age_band=AgeBand.AGE_30_64) for person in PEOPLE},
        "follow_ups": tuple(promise(person) for person in PEOPLE),
        "attempts": (),
        "known": Persons(),
        "zone": ZoneInfo("Europe/Stockholm"),
    }
    return figures(Work(**usual | more))


def test_coverage_counts_who_has_an_owner_and_a_date_and_who_was_reached_in_time() -> None:
    attempts = [reached(person, 3) for person in PEOPLE[:5]] + [reached("p5", 20), reached("p6", 45)]
    promises = [*(promise(person) for person in PEOPLE[:6]), promise("p6", owner_queue=""), promise("p7", window=None)]
    found = looked_at(attempts=tuple(attempts), follow_ups=tuple(promises)).coverage

    assert (found.flagged, found.owned) == (8, Share(6, 8))
    assert (found.first.day, found.first.reached) == (DAY + timedelta(days=7), Share(5, 8))
    assert (found.second.day, found.second.reached) == (DAY + timedelta(days=30), Share(6, 8))


def test_who_was_flagged_without_a_promise_counts_as_uncovered() -> None:
    assert looked_at(follow_ups=()).coverage.owned == Share(0, 8)


def test_who_came_after_the_day_is_not_counted_as_missed_by_it() -> None:
    visits = (*(visit(person) for person in PEOPLE[:6]), visit("p6", 20), visit("p7", 40))
    found = looked_at(visits=visits).coverage

    assert (found.first.reached.whole, found.second.reached.whole) == (6, 7)


def test_a_person_who_came_back_has_been_reached() -> None:
    visits = (*(visit(person) for person in PEOPLE), visit("p0", 2))

    assert looked_at(visits=visits).coverage.first.reached == Share(1, 8)


def test_what_was_taken_back_or_closed_as_a_duplicate_is_no_promise_of_its_own() -> None:
    cancelled = FollowUpState.CANCELLED
    calm = tuple(visit(person, outcome=Outcome.INFORMATION_GIVEN) for person in PEOPLE)
    mistaken = promise("p0", state=cancelled, closed_reason=ClosedReason.AGREED_BY_MISTAKE)
    double = promise("p1", state=cancelled, closed_reason=ClosedReason.DUPLICATE)

    assert looked_at(visits=calm, follow_ups=(mistaken, double)).coverage.flagged == 0


def test_two_records_of_one_person_are_counted_once() -> None:
    one = persons([Decision(id="1", contact_id="p0", other_id="p1", verdict=Verdict.SAME, kept="p0")])
    found = looked_at(known=one)

    assert (found.people, found.visits, found.coverage.flagged) == (7, 8, 7)


def test_the_alarm_chain_is_told_in_minutes_and_nothing_is_made_up() -> None:
    known, unknown = looked_at().minutes, looked_at(times=Times(), visits=()).minutes

    assert (known.to_activation, known.to_opening, known.to_first_visit) == (4, 2, 4)
    assert (unknown.to_activation, unknown.to_opening, unknown.to_first_visit) == (None, None, None)
    assert looked_at(times=Times()).coverage.first.day is None


def test_ages_of_few_are_hidden_and_hours_are_the_board_s() -> None:
    contacts = {person: Contact(id=person, age_band=AgeBand.AGE_30_64) for person in PEOPLE[:6]}
    young = {person: Contact(id=person, age_band=AgeBand.AGE_6_12) for person in PEOPLE[6:]}
    found = looked_at(contacts=contacts | young)

    assert (found.ages[AgeBand.AGE_6_12], found.ages[AgeBand.AGE_30_64]) == (None, None)
    assert found.per_hour == {13: 8}
    assert found.per_day == {DAY: 8}


def test_days_to_the_first_contact_are_told_when_there_are_enough() -> None:
    few, many = PEOPLE[:4], PEOPLE[:5]

    assert looked_at(attempts=tuple(reached(person, 4) for person in few)).median_days_to_contact is None
    assert looked_at(attempts=tuple(reached(person, 4) for person in many)).median_days_to_contact == 3


def test_shares_of_the_named_and_of_those_who_were_offered_more() -> None:
    contacts = {person: Contact(id=person) for person in PEOPLE}
    contacts |= {person: Contact(id=person, identity_level=IdentityLevel.IDENTIFIED) for person in PEOPLE[:5]}
    calm = tuple(visit(person, outcome=Outcome.INFORMATION_GIVEN) for person in PEOPLE[:3])
    found = looked_at(contacts=contacts, visits=(*calm, *(visit(person) for person in PEOPLE[3:])))

    assert (found.identified, found.offered) == (Share(5, 8), Share(5, 8))
