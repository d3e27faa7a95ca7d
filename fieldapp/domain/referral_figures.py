"""How long recipients take to answer, without saying anything about anybody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.referral import Referral

FEWEST: Final = 5
"""Cells with fewer are not told: one person could be known by them."""


@dataclass(frozen=True, slots=True)
class ResponseTime:
    """`sent` and `answered` are None while fewer than five were sent; `median` of those that were answered."""

    type: RecipientType
    sent: int | None
    answered: int | None
    median: timedelta | None


def response_times(
    referrals: Iterable[tuple[RecipientType, Referral]], *, fewest: int = FEWEST
) -> tuple[ResponseTime, ...]:
    """One line for each type that anything was sent to."""
    by_type: dict[RecipientType, list[Referral]] = {}
    for kind, referral in referrals:
        if referral.sent_at:
            by_type.setdefault(kind, []).append(referral)
    return tuple(_line(kind, by_type[kind], fewest) for kind in RecipientType if kind in by_type)


def _line(kind: RecipientType, sent: list[Referral], fewest: int) -> ResponseTime:
    if len(sent) < fewest:
        return ResponseTime(kind, None, None, None)
    waited = sorted(time for one in sent if (time := answered_after(one)) is not None)
    return ResponseTime(kind, len(sent), len(waited), waited[(len(waited) - 1) // 2] if waited else None)


def answered_after(referral: Referral) -> timedelta | None:
    """From sending to the first word of the recipient; None while there is none."""
    words = [at for at in (referral.received_at, referral.first_contact_at) if at]
    if not words or referral.sent_at is None or min(words) < referral.sent_at:
        return None
    return min(words) - referral.sent_at
