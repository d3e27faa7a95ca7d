"""One person's referrals, and one that was opened."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions.views.safety import SafetyState
from fieldapp.domain.consent import Consent, ConsentContent
from fieldapp.domain.contact_choices import AgeBand, BestTime
from fieldapp.domain.recipient import Recipient
from fieldapp.domain.referral_choices import (
    ReferralChannel,
    ReferralEnding,
    ReferralPriority,
    ReferralStanding,
    ReferralState,
    ReferralTask,
)
from fieldapp.domain.referral_consent import Asked
from fieldapp.domain.visit_choices import FollowUpReason, Need


@dataclass(frozen=True, slots=True, repr=False)
class ReferralCard:
    """What a list may show before anything is opened: code, what is to be done, when, who."""

    referral_id: str
    contact_id: str
    code: str
    task: ReferralTask | None
    priority: ReferralPriority
    due_at: datetime | None
    unanswered: bool
    owner: str
    contact_person: str
    is_mine: bool
    protected: bool
    safety: SafetyState


@dataclass(frozen=True, slots=True, repr=False)
class ReferralRow:
    """One line on the page of a person who is open."""

    referral_id: str
    recipient: str
    standing: ReferralStanding
    is_open: bool
    due_at: datetime | None
    at: datetime
    safety: SafetyState


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Told:
    """What the recipient may be told, and nothing else: what nobody agreed to is not in it."""

    content: frozenset[ConsentContent]
    code: str
    name: str = ""
    phone: str = ""
    ok_leave_message: bool | None = None
    best_time: BestTime | None = None
    age_band: AgeBand | None = None
    need: Need | None = None
    reasons: tuple[FollowUpReason, ...] = ()
    language: str = ""
    interpreter: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class ConsentWord:
    """One answer about this recipient; `by` is who wrote it down."""

    consent: Consent
    by: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReferralView:
    """One opened referral. The opening was logged first."""

    card: ReferralCard
    opened_at: datetime
    state: ReferralState
    standing: ReferralStanding
    recipient: Recipient | None
    told: Told
    asked_for: tuple[ConsentContent, ...]
    is_child: bool
    guardians: int
    missing: Asked
    without_consent: bool
    words: tuple[ConsentWord, ...]
    proposed_at: datetime | None
    sent_at: datetime | None
    channels: tuple[ReferralChannel, ...]
    reminded_at: datetime | None
    received_at: datetime | None
    received_by: str
    first_contact_at: datetime | None
    recipient_told_at: datetime | None
    ending: ReferralEnding | None
    redirected_to: str
    redirected_from: str
    moves: tuple[ReferralState, ...]
    may_send: bool
    may_decide: bool
