"""How long the app may stay open untouched: what this person chose, and what the board allows at most."""

from fieldapp.actions.board_settings import decide_longest_lock
from fieldapp.actions.phone import Phone
from fieldapp.domain.lock_rule import LockRule
from sync.protocol.members import LOCK_LADDER_MINUTES

LADDER = LOCK_LADDER_MINUTES
_TABLE, _KEY = "device", "lock_rule"
USUAL_MINUTES = 5


def rule(phone: Phone, *, usual_minutes: float = USUAL_MINUTES) -> LockRule:
    row = phone.store.get(_TABLE, _KEY)
    chosen = float(row["minutes"]) if row else usual_minutes
    return LockRule(chosen, phone.roster.longest_lock_minutes)


def choose(phone: Phone, minutes: int) -> None:
    """One of LADDER; what is longer than the board allows is kept, and counts as the board's longest."""
    with phone.store.one_write() as write:
        write.put(_TABLE, _KEY, {"minutes": _on_the_ladder(minutes)})


def set_longest(phone: Phone, minutes: int) -> None:
    """For the whole board, from each phone's next exchange on. Raises NotAllowed, and what sync.client does."""
    decide_longest_lock(phone, _on_the_ladder(minutes))


def _on_the_ladder(minutes: int) -> int:
    if minutes not in LADDER:
        raise ValueError(f"{minutes} is not on the ladder {LADDER}")
    return minutes
