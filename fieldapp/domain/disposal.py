"""When what is written about a person may be put away: not while anything promised is open."""

from collections.abc import Iterable
from datetime import date

from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.referral import Referral
from sync.errors import FixAndRetry


class StillOpen(FixAndRetry):
    """Something promised to this person is still open. Finish it first."""


def check_nothing_open(follow_ups: Iterable[FollowUp], referrals: Iterable[Referral]) -> None:
    """For archiving and for disposal alike (I6). Raises StillOpen."""
    if any(one.is_open for one in follow_ups) or any(one.is_open for one in referrals):
        raise StillOpen


def is_due(last_note: date, today: date, months: int) -> bool:
    """Whether so many whole months have gone since the last note, counted by the calendar."""
    gone = (today.year - last_note.year) * 12 + today.month - last_note.month
    return gone - (today.day < last_note.day) >= months
