"""When a guest's work on this phone is over."""

from fieldapp.actions.errors import ShiftOver
from fieldapp.actions.phone import Phone
from fieldapp.store import lease
from sync.protocol import guest_rules


def is_over(phone: Phone) -> bool:
    """The latest time the phone has shown counts, so setting the clock back wins nothing."""
    latest = max(phone.now(), lease.latest(phone.store) or phone.now())
    return guest_rules.is_over(phone.me.guest, latest)


def check(phone: Phone) -> None:
    """Raises ShiftOver."""
    if is_over(phone):
        raise ShiftOver
