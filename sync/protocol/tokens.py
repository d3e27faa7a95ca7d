"""Proving who is calling: challenge, signature, short-lived token."""

from enum import StrEnum

TOKEN_LABEL = "token"  # noqa: S105  a label, not a secret
CHALLENGE_BYTES = 32


class Door(StrEnum):
    """Which of a device's keys answers the challenge: `delivery` may only push that device's envelopes."""

    SIGNING = "signing"
    DELIVERY = "delivery"


def answer_bytes(board: bytes, device: bytes, door: Door, challenge: bytes) -> bytes:
    """What is signed under TOKEN_LABEL."""
    return board + device + door.encode() + challenge
