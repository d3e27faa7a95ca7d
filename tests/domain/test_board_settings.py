import pytest

from fieldapp.domain import board_settings
from fieldapp.domain.board_settings import NARROWABLE, BoardSettings, OutOfBounds, Setting, WindowsNotInOrder
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import DocumentationMode
from fieldapp.domain.windows import WINDOWS, Days, FollowUpKind

FIRE = {**WINDOWS, FollowUpKind.EARLY: Days(1, 2, 5)}


def test_what_a_board_decided_is_read_back() -> None:
    said = (
        board_settings.mode_said(DocumentationMode.NO_IDENTITY)
        | board_settings.windows_said({}, IncidentType.FIRE, FIRE)
        | board_settings.number_said(Setting.RETENTION, 24)
        | board_settings.number_said(Setting.LEASE, 7)
        | board_settings.taken_away_said(NARROWABLE[:2])
    )
    found = BoardSettings.from_log(said)

    assert found.mode is DocumentationMode.NO_IDENTITY
    assert found.windows_for(IncidentType.FIRE) == FIRE
    assert found.windows_for(IncidentType.SHOOTING) == WINDOWS == found.windows_for(None)
    assert (found.retention_months, found.lease_days) == (24, 7)
    assert found.taken_away == set(NARROWABLE[:2])


def test_the_usual_windows_are_not_windows_of_its_own() -> None:
    said = board_settings.windows_said({IncidentType.FIRE: FIRE}, IncidentType.FIRE, WINDOWS)

    assert BoardSettings.from_log(said) == BoardSettings()


@pytest.mark.parametrize(
    "days",
    [Days(3, 2, 7), Days(2, 8, 7), Days(2, 3, 21), Days(-1, 3, 7), Days(2, 3, 1)],
    ids=["target before", "target after", "into the next", "before the incident", "ends first"],
)
def test_windows_have_to_be_in_order(days: Days) -> None:
    with pytest.raises(WindowsNotInOrder):
        board_settings.windows_said({}, IncidentType.FIRE, {**WINDOWS, FollowUpKind.EARLY: days})


def test_no_kind_of_follow_up_can_be_left_out() -> None:
    some = {kind: days for kind, days in WINDOWS.items() if kind is not FollowUpKind.ONE_MONTH}

    with pytest.raises(WindowsNotInOrder):
        board_settings.windows_said({}, IncidentType.FIRE, some)


@pytest.mark.parametrize(
    ("setting", "number"), [(Setting.RETENTION, 11), (Setting.RETENTION, 241), (Setting.LEASE, 2), (Setting.LEASE, 31)]
)
def test_numbers_have_their_bounds(setting: Setting, number: int) -> None:
    with pytest.raises(OutOfBounds):
        board_settings.number_said(setting, number)


@pytest.mark.parametrize("cell", [(Role.SUPERVISOR, Action.CLOSE_SESSION), (Role.SUPPORTER, Action.CREATE_VISIT)])
def test_what_holds_the_board_together_cannot_be_taken_away(cell: board_settings.Cell) -> None:
    with pytest.raises(OutOfBounds):
        board_settings.taken_away_said([cell])
    said = {Setting.TAKEN_AWAY.value: [board_settings.cell_word(cell)]}

    assert BoardSettings.from_log(said).allows(*cell)


def test_what_a_newer_app_decided_is_read_as_the_usual_or_as_what_writes_least() -> None:
    found = BoardSettings.from_log(
        {
            "documentation_mode": "something_new",
            "windows": {"fire": {"early": [9, 1, 2]}, "comet": {}, "stabbing": "soon"},
            "retention_months": 1,
            "lease_days": 900,
            "taken_away": ["coordinator:fly", 7],
        }
    )

    assert found.mode is DocumentationMode.NO_IDENTITY
    assert found.windows == {}
    assert (found.retention_months, found.lease_days) == (12, 30)
    assert found.taken_away == frozenset()


def test_a_supervisor_keeps_everything() -> None:
    everything = BoardSettings(taken_away=frozenset(NARROWABLE))

    assert all(everything.allows(Role.SUPERVISOR, action) for action in Action)
    assert not everything.allows(Role.COORDINATOR, Action.SEND_REFERRAL)
