"""What casework says in words: when "not reached" may be chosen, who is silent, where a day stands."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fieldapp.actions.views import AttemptRow, DeviceRow, QueueRow, QueueView, SafetyState
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import DueState, FollowUpKind
from fieldapp.domain.priority import Priority
from fieldapp.domain.queue import QueueFilter
from fieldapp.domain.windows import DueWindow
from fieldapp.ui.screens.casework.attempt_words import not_reached_words
from fieldapp.ui.screens.casework.queue_groups import chips, groups
from fieldapp.ui.screens.casework.window_bar import Scale
from fieldapp.ui.screens.supervision.silence import heard, totals
from sync.protocol.circle import Role
from sync.protocol.members import DeviceState

NOW = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
STOCKHOLM = ZoneInfo("Europe/Stockholm")
DAY = timedelta(days=1)
NO_ANSWER, REACHED = AttemptResult.NO_ANSWER, AttemptResult.REACHED


def tried(at: datetime, result: AttemptResult = NO_ANSWER) -> AttemptRow:
    return AttemptRow(at, ContactWay.PHONE, result, "S1", SafetyState.RECEIPTED)


@pytest.mark.parametrize(
    ("attempts", "words"),
    [
        ([], "”Ej nådd” kan väljas efter 3 försök till, på minst två dagar."),
        ([tried(NOW), tried(NOW)], "”Ej nådd” kan väljas efter ett försök till, på en annan dag."),
        ([tried(NOW), tried(NOW), tried(NOW)], "”Ej nådd” kan väljas efter ett försök till, på en annan dag."),
        ([tried(NOW), tried(NOW - DAY)], "”Ej nådd” kan väljas efter ett försök till."),
        (
            [tried(NOW), tried(NOW - DAY, REACHED)],
            "”Ej nådd” kan väljas efter 2 försök till, minst ett av dem på en annan dag.",
        ),
        ([tried(NOW), tried(NOW), tried(NOW - DAY)], "”Ej nådd” kan väljas nu."),
    ],
)
def test_it_is_said_when_not_reached_can_be_chosen(attempts: list[AttemptRow], words: str) -> None:
    assert not_reached_words(attempts, STOCKHOLM) == words


def test_two_tries_on_either_side_of_midnight_in_stockholm_are_on_two_days() -> None:
    before, after = datetime(2026, 11, 21, 22, 50, tzinfo=UTC), datetime(2026, 11, 21, 23, 10, tzinfo=UTC)

    assert not_reached_words([tried(before), tried(after)], STOCKHOLM) == "”Ej nådd” kan väljas efter ett försök till."


def device(label: str, heard_at: datetime | None, *, state: DeviceState = DeviceState.ACTIVE) -> DeviceRow:
    return DeviceRow(label, label, "", Role.SUPPORTER, state, False, heard_at, 11, 8, 3, "0.1.0")


def test_a_phone_nobody_heard_for_a_day_is_silent_and_a_revoked_one_is_not_counted() -> None:
    devices = [
        device("K1", NOW - timedelta(hours=31)),
        device("K2", NOW),
        device("K3", None),
        device("K4", None, state=DeviceState.REVOKED),
    ]

    assert totals(devices, NOW) == "3 telefoner, 2 tysta över 24 h"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=30), "Hörd nyss"),
        (timedelta(minutes=50), "Senast hörd för 50 minuter sedan"),
        (timedelta(hours=31), "Senast hörd för 31 h sedan"),
        (timedelta(days=4), "Senast hörd för 4 dygn sedan"),
    ],
)
def test_how_long_ago_is_said_in_the_unit_that_tells_enough(ago: timedelta, words: str) -> None:
    assert heard(NOW - ago, NOW) == words


def row(number: int, due: DueState, contact_person: str = "S1") -> QueueRow:
    window = DueWindow(NOW.date(), NOW.date(), NOW.date())
    kind, priority = FollowUpKind.EARLY, Priority.NORMAL
    return QueueRow(str(number), "c", "HV-1", kind, priority, due, window, "", contact_person, False, False)


def test_the_cap_counts_over_all_groups_and_headings_count_everything() -> None:
    overdue = tuple(row(number, DueState.OVERDUE) for number in range(40))
    due = tuple(row(number, DueState.DUE, contact_person="") for number in range(40, 80))
    queue = QueueView(overdue, due, (), due, None)

    shown = groups(queue, QueueFilter.ALL, 60)
    assert [(group.kind, len(group.rows), group.total) for group in shown] == [
        (QueueFilter.OVERDUE, 40, 40),
        (QueueFilter.DUE, 20, 40),
    ]
    assert [option.words for option, _icon in chips(queue)] == [
        "Alla 80",
        "Försenade 40",
        "Utan svar 0",
        "Dags nu 40",
        "Kommande 0",
        "Utan ansvarig 40",
    ]


def test_a_window_of_one_day_still_has_a_length_to_be_drawn_on() -> None:
    today = date(2026, 11, 22)
    scale = Scale.around(DueWindow(today, today, today), today)

    assert scale.first < today < scale.last
    assert scale.share(today) == 0.5
