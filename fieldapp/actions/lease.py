"""A phone its district has not heard for long shows nothing old; it still takes new visits and sends what waits."""

from datetime import datetime, timedelta

from fieldapp.actions.board_settings import settings
from fieldapp.actions.phone import Phone
from fieldapp.store import lease as kept
from fieldapp.store import server_contact


def has_lapsed(phone: Phone) -> bool:
    """Nothing is lost by it: what waits is sent at the next contact, and then everything is shown again.

    A clock that was set back does not help: the latest time this phone has shown counts.
    """
    return _latest(phone) - _contact(phone) > timedelta(days=days(phone))


def days(phone: Phone) -> int:
    """As the board had decided when this phone last heard its log."""
    return settings(phone).lease_days


def hides(phone: Phone, contact_id: str) -> bool:
    """Whether this person is among what is locked: everybody but who was first met while it was."""
    return has_lapsed(phone) and not kept.was_met(phone.store, contact_id)


def note_time(phone: Phone) -> None:
    """At each unlocking: remembers how late it has been on this phone."""
    with phone.store.one_write() as write:
        kept.note(write, phone.now())


def _latest(phone: Phone) -> datetime:
    return max(phone.now(), kept.latest(phone.store) or phone.now())


def _contact(phone: Phone) -> datetime:
    return server_contact.last(phone.store).at or phone.me.added_at
