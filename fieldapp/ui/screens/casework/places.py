"""Where the casework screens are: one place knows the addresses."""

from typing import Final

QUEUE: Final = "/queue"
SESSIONS: Final = "/sessions"
DEVICES: Final = "/devices"
INVITE: Final = "/devices/invite"
MORE: Final = "/more"
SAFETY: Final = "/safety"
URGENT: Final = "/urgent"


def follow_up(follow_up_id: str) -> str:
    return f"{QUEUE}/follow-up/{follow_up_id}"


def person(contact_id: str) -> str:
    return f"{QUEUE}/person/{contact_id}"


def hand_on(contact_id: str) -> str:
    return f"{QUEUE}/hand-on/{contact_id}"


DUPLICATES: Final = f"{QUEUE}/duplicates"


def compare(one: str, other: str) -> str:
    return f"{QUEUE}/compare/{one}/{other}"


def family(contact_id: str) -> str:
    return f"{QUEUE}/family/{contact_id}"


def call_from(contact_id: str) -> str:
    return f"{QUEUE}/called/{contact_id}"


def next_follow_up(follow_up_id: str) -> str:
    return f"{QUEUE}/next/{follow_up_id}"


def device(device_id: str) -> str:
    return f"{DEVICES}/device/{device_id}"


def revoke(device_id: str) -> str:
    return f"{DEVICES}/revoke/{device_id}"


def digits(device: str) -> str:
    return f"{DEVICES}/digits/{device}"
