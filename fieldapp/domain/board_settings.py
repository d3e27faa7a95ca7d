"""What a board has decided about how it works: read from its signed log, every value within its bounds."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_number
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.member import Role
from fieldapp.domain.permissions import Action
from fieldapp.domain.session import DocumentationMode
from fieldapp.domain.windows import WINDOWS, Days, Windows
from sync.errors import FixAndRetry

# The least, the usual, the most.
RETENTION_MONTHS: Final = (12, 60, 240)
LEASE_DAYS: Final = (3, 14, 30)
LAST_DAY: Final = 800
Cell = tuple[Role, Action]

NARROWABLE: Final[tuple[Cell, ...]] = (
    (Role.SUPPORTER, Action.OPEN_SESSION),
    (Role.SUPPORTER, Action.SEND_REFERRAL),
    (Role.COORDINATOR, Action.OPEN_SESSION),
    (Role.COORDINATOR, Action.SEND_REFERRAL),
    (Role.COORDINATOR, Action.MERGE_OR_CORRECT),
    (Role.COORDINATOR, Action.KEEP_RECIPIENTS),
    (Role.COORDINATOR, Action.KEEP_ROTA),
    (Role.COORDINATOR, Action.KEEP_ROSTER),
    (Role.COORDINATOR, Action.STAFF_SESSION),
)
"""What a board may take away from a role. A supervisor keeps everything: somebody has to be able to give it back."""


class WindowsNotInOrder(FixAndRetry):
    """Each window needs its days in order, and has to end before the next one begins. Look at the days again."""


class OutOfBounds(FixAndRetry):
    """This cannot be decided so. Choose a number between the least and the most that is allowed."""


class Setting(StrEnum):
    """The names in the log."""

    MODE = "documentation_mode"
    WINDOWS = "windows"
    RETENTION = "retention_months"
    LONGEST_LOCK = "longest_lock_minutes"
    TAKEN_AWAY = "taken_away"
    LEASE = "lease_days"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardSettings:
    """`windows` has only the incident types whose days are other than the usual."""

    mode: DocumentationMode = DocumentationMode.FULL
    windows: Mapping[IncidentType, Windows] = field(default_factory=dict)
    retention_months: int = RETENTION_MONTHS[1]
    taken_away: frozenset[Cell] = frozenset()
    lease_days: int = LEASE_DAYS[1]

    @classmethod
    def from_log(cls, said: Mapping[str, Any]) -> "BoardSettings":
        """Never fails: what a newer app decided is read as the usual, or as what writes least down."""
        mode = said.get(Setting.MODE, DocumentationMode.FULL.value)
        return cls(
            mode=as_choice(DocumentationMode, mode) or DocumentationMode.NO_IDENTITY,
            windows=_windows(said.get(Setting.WINDOWS)),
            retention_months=_within(said.get(Setting.RETENTION), *RETENTION_MONTHS),
            taken_away=frozenset(_cells(said.get(Setting.TAKEN_AWAY))),
            lease_days=_within(said.get(Setting.LEASE), *LEASE_DAYS),
        )

    def windows_for(self, kind: IncidentType | None) -> Windows:
        return self.windows.get(kind, WINDOWS) if kind else WINDOWS

    def allows(self, role: str, action: Action) -> bool:
        """Whether the board has left it to the role; what the table does not give is not given here either."""
        return (role, action) not in self.taken_away


def _within(value: Any, least: int, usual: int, most: int) -> int:
    number = as_number(value)
    return usual if number is None else min(max(number, least), most)


def _windows(said: Any) -> dict[IncidentType, Windows]:
    found = said.items() if isinstance(said, Mapping) else ()
    read = {as_choice(IncidentType, kind): _one_kind(days) for kind, days in found}
    return {kind: windows for kind, windows in read.items() if kind and windows}


def _one_kind(said: Any) -> Windows | None:
    """A kind of follow-up that is not named keeps its usual days; days that cannot be are not used at all."""
    if not isinstance(said, Mapping):
        return None
    windows = {kind: _days(said.get(kind.value)) or usual for kind, usual in WINDOWS.items()}
    try:
        check_windows(windows)
    except WindowsNotInOrder:
        return None
    return windows


def _days(said: Any) -> Days | None:
    numbers = [as_number(one) for one in said] if isinstance(said, list) else []
    return Days(*(one for one in numbers if one is not None)) if len(numbers) == 3 and None not in numbers else None


def check_windows(windows: Windows) -> None:
    """All kinds, each in order and after the one before: no promise may fall between two. Raises WindowsNotInOrder."""
    if set(windows) != set(WINDOWS):
        raise WindowsNotInOrder
    before = -1
    for kind in WINDOWS:
        days = windows[kind]
        if not before < days.earliest <= days.target <= days.latest <= LAST_DAY:
            raise WindowsNotInOrder
        before = days.latest


def _cells(said: Any) -> Collection[Cell]:
    words = said if isinstance(said, list) else []
    known = {cell_word(cell): cell for cell in NARROWABLE}
    return [known[word] for word in words if isinstance(word, str) and word in known]


def cell_word(cell: Cell) -> str:
    role, action = cell
    return f"{role.value}:{action.value}"


def mode_said(mode: DocumentationMode) -> dict[str, Any]:
    return {Setting.MODE.value: mode.value}


def windows_said(now: Mapping[IncidentType, Windows], kind: IncidentType, windows: Windows) -> dict[str, Any]:
    """Raises WindowsNotInOrder."""
    check_windows(windows)
    all_of_them = {**now, kind: windows}
    told = {
        each.value: {one.value: [days.earliest, days.target, days.latest] for one, days in its.items()}
        for each, its in all_of_them.items()
        if dict(its) != dict(WINDOWS)
    }
    return {Setting.WINDOWS.value: told}


def number_said(setting: Setting, number: int) -> dict[str, Any]:
    """Raises OutOfBounds."""
    least, _, most = RETENTION_MONTHS if setting is Setting.RETENTION else LEASE_DAYS
    if not least <= number <= most:
        raise OutOfBounds
    return {setting.value: number}


def taken_away_said(cells: Collection[Cell]) -> dict[str, Any]:
    """Raises OutOfBounds for what a board cannot take away."""
    if not set(cells) <= set(NARROWABLE):
        raise OutOfBounds
    return {Setting.TAKEN_AWAY.value: sorted(map(cell_word, cells))}
