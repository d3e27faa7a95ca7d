"""What the board has decided, as far as this phone has verified its log, and deciding anew."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from fieldapp.actions.errors import NotAllowed
from fieldapp.actions.phone import Phone
from fieldapp.domain import board_settings as domain
from fieldapp.domain.board_settings import BoardSettings, Cell, Setting
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.session import DocumentationMode
from fieldapp.domain.windows import Windows
from sync.protocol.circle import Role
from sync.protocol.members import SettingsChange
from sync.protocol.statement import Kind


def settings(phone: Phone) -> BoardSettings:
    return BoardSettings.from_log(phone.roster.settings)


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """A line of the history: when, on which device, and what was decided; `before` and `after` are whole settings."""

    at: datetime
    device: str
    what: tuple[Setting, ...]
    after: BoardSettings
    longest_lock_minutes: int | None


def history(phone: Phone) -> tuple[SettingsChanged, ...]:
    """The newest first."""
    said: dict[str, Any] = {}
    lines = []
    for change in phone.roster.settings_history:
        said = {**said, **change.changed}
        lines.append(_line(phone, change, said))
    return tuple(reversed(lines))


def _line(phone: Phone, change: SettingsChange, said: Mapping[str, Any]) -> SettingsChanged:
    device = phone.roster.devices.get(change.by)
    known = {setting.value: setting for setting in Setting}
    what = tuple(known[name] for name in change.changed if name in known)
    minutes = change.changed.get(Setting.LONGEST_LOCK)
    return SettingsChanged(change.at, device.label if device else "", what, BoardSettings.from_log(said), minutes)


def may_decide(phone: Phone) -> bool:
    return phone.role is Role.SUPERVISOR and phone.me.is_active


def decide_mode(phone: Phone, mode: DocumentationMode) -> None:
    """From each phone's next exchange on, for visits that are written from then. Raises NotAllowed, as sync.client."""
    _say(phone, domain.mode_said(mode))


def decide_windows(phone: Phone, kind: IncidentType, windows: Windows) -> None:
    """What is promised already keeps its days. Raises WindowsNotInOrder, NotAllowed, as sync.client."""
    _say(phone, domain.windows_said(settings(phone).windows, kind, windows))


def decide_number(phone: Phone, setting: Setting, number: int) -> None:
    """Retention in months, or the lease in days. Raises OutOfBounds, NotAllowed, as sync.client."""
    _say(phone, domain.number_said(setting, number))


def decide_taken_away(phone: Phone, cells: Collection[Cell]) -> None:
    """All that is taken away from then on. Raises OutOfBounds, NotAllowed, as sync.client."""
    _say(phone, domain.taken_away_said(cells))


def decide_longest_lock(phone: Phone, minutes: int) -> None:
    _say(phone, {Setting.LONGEST_LOCK.value: minutes})


def with_taken_away(found: BoardSettings, cells: Collection[Cell]) -> BoardSettings:
    """As it would be."""
    return replace(found, taken_away=frozenset(cells))


def _say(phone: Phone, changed: Mapping[str, Any]) -> None:
    if not may_decide(phone):
        raise NotAllowed
    phone.link.append(Kind.BOARD_SETTINGS_SET, changed=dict(changed))
