"""Where the casework screens are: one place knows the addresses."""

from typing import Final

from fieldapp.actions.views import QueueRow
from fieldapp.domain.local_routine import RoutineCard

QUEUE: Final = "/queue"
SESSIONS: Final = "/sessions"
DEVICES: Final = "/devices"
INVITE: Final = "/devices/invite"
MORE: Final = "/more"
SAFETY: Final = "/safety"
URGENT: Final = "/urgent"
RECIPIENTS: Final = "/more/recipients"
NEW_RECIPIENT: Final = "/more/recipients/new"
DISPOSALS: Final = "/more/disposals"
AUDIT: Final = "/more/audit"
ROUTINES: Final = "/routines"


def routine(card: RoutineCard) -> str:
    return f"{ROUTINES}/{card.value}"


def follow_up(follow_up_id: str) -> str:
    return f"{QUEUE}/follow-up/{follow_up_id}"


def person(contact_id: str) -> str:
    return f"{QUEUE}/person/{contact_id}"


def hand_on(contact_id: str) -> str:
    return f"{QUEUE}/hand-on/{contact_id}"


def assign(contact_id: str) -> str:
    return f"{QUEUE}/assign/{contact_id}"


DUPLICATES: Final = f"{QUEUE}/duplicates"


def compare(one: str, other: str) -> str:
    return f"{QUEUE}/compare/{one}/{other}"


def family(contact_id: str) -> str:
    return f"{QUEUE}/family/{contact_id}"


def call_from(contact_id: str) -> str:
    return f"{QUEUE}/called/{contact_id}"


def carry_out(contact_id: str) -> str:
    return f"{DISPOSALS}/{contact_id}"


def next_follow_up(follow_up_id: str) -> str:
    return f"{QUEUE}/next/{follow_up_id}"


def device(device_id: str) -> str:
    return f"{DEVICES}/device/{device_id}"


def revoke(device_id: str) -> str:
    return f"{DEVICES}/revoke/{device_id}"


def digits(device: str) -> str:
    return f"{DEVICES}/digits/{device}"


def referral(referral_id: str) -> str:
    return f"{QUEUE}/referral/{referral_id}"


def item(row: QueueRow) -> str:
    """Where a row of the queue leads."""
    return referral(row.referral_id) if row.referral_id else follow_up(row.follow_up_id)


def refer(contact_id: str, *, instead_of: str = "", after: str = "") -> str:
    """`instead_of`: the referral that led nowhere; `after`: the follow-up in which it was agreed."""
    start = f"/refer/{contact_id}"
    if instead_of:
        return f"{start}/instead/{instead_of}"
    return f"{start}/after/{after}" if after else start


def correct(contact_id: str) -> str:
    return f"{QUEUE}/correct/{contact_id}"


def extract(contact_id: str) -> str:
    return f"{QUEUE}/extract/{contact_id}"


def dispose(contact_id: str) -> str:
    return f"{QUEUE}/dispose/{contact_id}"


def recipient(recipient_id: str) -> str:
    return f"{RECIPIENTS}/{recipient_id}"
