from datetime import date, timedelta

import pytest

from fieldapp.domain.incident import IncidentType, Violence
from fieldapp.domain.windows import WINDOWS, DueWindow, FollowUpKind, custom, proposed

INCIDENT = date(2026, 11, 12)
VIOLENT = [FollowUpKind.EARLY, FollowUpKind.ONE_MONTH, FollowUpKind.THREE_MONTHS, FollowUpKind.TWELVE_MONTHS]


def kinds_on(day: int, cause: IncidentType | Violence = IncidentType.SHOOTING) -> list[FollowUpKind]:
    return [proposal.kind for proposal in proposed(cause, INCIDENT, INCIDENT + timedelta(days=day))]


@pytest.mark.parametrize(
    ("cause", "kinds"),
    [
        (IncidentType.SHOOTING, VIOLENT),
        (Violence.YES, VIOLENT),
        (IncidentType.TRAFFIC_ACCIDENT, VIOLENT[:2]),
        (Violence.NO, VIOLENT[:2]),
        (Violence.UNCLEAR, VIOLENT[:2]),
    ],
)
def test_violence_is_followed_for_a_year_and_the_rest_for_a_month(
    cause: IncidentType | Violence, kinds: list[FollowUpKind]
) -> None:
    assert kinds_on(0, cause) == kinds


@pytest.mark.parametrize(("day", "first"), [(7, 0), (8, 1), (20, 1), (35, 1), (36, 2), (101, 3)])
def test_windows_that_have_passed_are_skipped(day: int, first: int) -> None:
    assert kinds_on(day) == VIOLENT[first:]


def test_after_the_last_window_only_a_day_of_ones_own_is_left() -> None:
    assert kinds_on(381) == []
    assert custom(INCIDENT) == DueWindow(INCIDENT, INCIDENT, INCIDENT)


def test_windows_are_counted_from_the_incident_and_not_from_the_visit() -> None:
    early, month = proposed(IncidentType.FIRE, INCIDENT, INCIDENT + timedelta(days=1))

    assert early.window == DueWindow(date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 19))
    assert month.window == DueWindow(date(2026, 12, 3), date(2026, 12, 10), date(2026, 12, 17))


def test_nobody_is_promised_a_day_that_has_passed() -> None:
    day_five = INCIDENT + timedelta(days=5)

    assert proposed(IncidentType.FIRE, INCIDENT, day_five)[0].window == DueWindow(
        day_five, day_five, date(2026, 11, 19)
    )


def test_the_year_is_followed_up_before_the_anniversary() -> None:
    assert WINDOWS[FollowUpKind.TWELVE_MONTHS].after(INCIDENT).target < INCIDENT.replace(year=2027)


def test_a_window_survives_the_journey_and_nonsense_is_none() -> None:
    window = DueWindow(INCIDENT, INCIDENT, INCIDENT + timedelta(days=3))

    assert DueWindow.from_json(window.to_json()) == window
    assert DueWindow.from_json({"latest": "2026-11-12"}) == custom(INCIDENT)
    assert DueWindow.from_json({"latest": "soon"}) is None
    assert DueWindow.from_json("soon") is None


def test_days_overdue_are_counted_from_the_day_after_the_latest() -> None:
    assert [custom(INCIDENT).days_overdue(INCIDENT + timedelta(days=days)) for days in (-1, 0, 1, 3)] == [0, 0, 1, 3]
