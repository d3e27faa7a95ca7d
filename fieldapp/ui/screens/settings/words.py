"""The settings in words: the same on the page, in the summary before deciding and in the history."""

from fieldapp.actions.board_settings import SettingsChanged
from fieldapp.domain.board_settings import NARROWABLE, BoardSettings, Cell, Setting
from fieldapp.domain.windows import Days
from fieldapp.ui.screens.own_phone.ladder import span
from fieldapp.ui.words import N_, _, label, moment, ngettext

TITLES = {
    Setting.MODE: N_("What is written down"),
    Setting.WINDOWS: N_("When people are contacted"),
    Setting.RETENTION: N_("Until disposal is proposed"),
    Setting.LONGEST_LOCK: N_("Longest time before the lock"),
    Setting.TAKEN_AWAY: N_("What roles may do"),
    Setting.LEASE: N_("Without contact with the district"),
}


def now(setting: Setting, found: BoardSettings, longest_lock_minutes: int) -> str:
    match setting:
        case Setting.MODE:
            return label(found.mode)
        case Setting.WINDOWS:
            return windows(found)
        case Setting.RETENTION:
            return months(found.retention_months)
        case Setting.LONGEST_LOCK:
            return span(longest_lock_minutes)
        case Setting.TAKEN_AWAY:
            return permissions(found)
    return days(found.lease_days)


def windows(found: BoardSettings) -> str:
    if not found.windows:
        return _("The usual windows for every incident")
    changed = ", ".join(label(kind) for kind in sorted(found.windows))
    return _("Windows of its own for: {incidents}").format(incidents=changed)


def months(number: int) -> str:
    return ngettext("{n} month", "{n} months", number).format(n=number)


def days(number: int) -> str:
    return ngettext("{n} day", "{n} days", number).format(n=number)


def permissions(found: BoardSettings) -> str:
    away = [cell(one) for one in NARROWABLE if one in found.taken_away]
    if not away:
        return _("As usual. Nothing is taken away.")
    return _("Taken away: {what}").format(what="; ".join(away))


def cell(one: Cell) -> str:
    role, action = one
    return f"{label(role)}: {label(action).lower()}"


def window(given: Days) -> str:
    told = _("day {earliest}–{latest}, best day {target}")
    return told.format(earliest=given.earliest, latest=given.latest, target=given.target)


def changed(line: SettingsChanged) -> tuple[str, str]:
    """Who and when, and what it was from then on."""
    who = line.device or _("a device that is gone")
    minutes = line.longest_lock_minutes or 0
    told = (f"{_(TITLES[one])}: {now(one, line.after, minutes)}" for one in line.what)
    return f"{moment(line.at)}, {who}", "\n".join(told)
