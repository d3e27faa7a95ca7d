"""The board's settings in the membership log: words and numbers of the app, signed by a supervisor, about nobody."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from sync.protocol.errors import Malformed
from sync.protocol.members import LOCK_LADDER_MINUTES, SettingsChange
from sync.protocol.rule_questions import by_supervisor, count_of, next_seq
from sync.protocol.statement import Kind, Statement

if TYPE_CHECKING:
    from sync.protocol.roster import Roster

LONGEST_LOCK: Final = "longest_lock_minutes"
# Only words of the app's own: no name, number or sentence of anybody's has this form and no capital letter or space.
_WORD: Final = re.compile(r"[a-z][a-z0-9_]{0,39}(:[a-z][a-z0-9_]{0,39})?")
_LARGEST: Final = 10_000
_MOST, _DEEPEST = 200, 4


def _lock_rule_set(roster: Roster, statement: Statement) -> None:
    """As it was said before there were other settings."""
    signer = by_supervisor(roster, statement)
    _keep(roster, statement, signer.id, {LONGEST_LOCK: count_of(statement, LONGEST_LOCK)})


def _board_settings_set(roster: Roster, statement: Statement) -> None:
    signer, changed = by_supervisor(roster, statement), statement.fields.get("changed")
    if not isinstance(changed, dict) or not changed or not _is_plain(changed, _DEEPEST):
        raise Malformed("changed")
    _keep(roster, statement, signer.id, changed)


def _keep(roster: Roster, statement: Statement, by: bytes, changed: Mapping[str, Any]) -> None:
    """What is not named stays as it was, so that two who decide at once undo nothing of each other's."""
    if LONGEST_LOCK in changed:
        minutes = changed[LONGEST_LOCK]
        if isinstance(minutes, bool) or minutes not in LOCK_LADDER_MINUTES:
            raise Malformed(LONGEST_LOCK)
        roster.longest_lock_minutes = minutes
    roster.settings = {**roster.settings, **changed}
    roster.settings_history.append(SettingsChange(next_seq(roster), statement.at, by, changed))


def _is_plain(value: Any, deep: int) -> bool:
    """Whole numbers and words, in lists and by names; nothing that could hold what somebody wrote."""
    match value:
        case bool():
            return False
        case int():
            return 0 <= value <= _LARGEST
        case str():
            return _WORD.fullmatch(value) is not None
        case list():
            return deep > 0 and len(value) <= _MOST and all(_is_plain(one, deep - 1) for one in value)
        case dict():
            return all(_WORD.fullmatch(name) for name in value) and _is_plain(list(value.values()), deep)
    return False


RULES: Final[dict[Kind, Callable[[Roster, Statement], None]]] = {
    Kind.LOCK_RULE_SET: _lock_rule_set,
    Kind.BOARD_SETTINGS_SET: _board_settings_set,
}
