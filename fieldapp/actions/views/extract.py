"""All that is written about exactly one person, and what was added to it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.attempt import Attempt
from fieldapp.domain.consent import Consent
from fieldapp.domain.contact import Contact
from fieldapp.domain.correction import Correction
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.referral import Referral, ReferralContent
from fieldapp.domain.visit import Visit


@dataclass(frozen=True, slots=True, repr=False)
class CorrectionRow:
    """`by`: whose device added it."""

    correction: Correction
    by: str


@dataclass(frozen=True, slots=True, repr=False)
class ExtractedFollowUp:
    follow_up: FollowUp
    attempts: tuple[Attempt, ...]


@dataclass(frozen=True, slots=True, repr=False)
class ExtractedReferral:
    referral: Referral
    content: ReferralContent
    recipient: str


@dataclass(frozen=True, slots=True, repr=False)
class ExtractedConsent:
    consent: Consent
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Extract:
    """One person's own record. That it was made, why and by whom was logged first."""

    contact: Contact
    made_at: datetime
    made_by: str
    board_name: str
    visits: tuple[Visit, ...]
    corrections: tuple[CorrectionRow, ...]
    follow_ups: tuple[ExtractedFollowUp, ...]
    consents: tuple[ExtractedConsent, ...]
    referrals: tuple[ExtractedReferral, ...]
