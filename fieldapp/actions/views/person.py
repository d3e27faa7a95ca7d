"""One opened person."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.actions.views.extract import CorrectionRow
from fieldapp.actions.views.queue import FollowUpCard
from fieldapp.actions.views.referral import ReferralRow
from fieldapp.actions.views.safety import SafetyState
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.visit_choices import Need, Outcome, SupportGiven, VisitMode


@dataclass(frozen=True, slots=True, repr=False)
class ConflictView:
    """Two people wrote different things while apart; `values` as shown, newest first, with who and when."""

    record_type: str
    record_id: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class VisitEntry:
    """A visit in the timeline of an opened person."""

    visit_id: str
    started_at: datetime
    mode: VisitMode
    by: str
    outcome: Outcome | None
    needs: tuple[Need, ...]
    support_given: tuple[SupportGiven, ...]
    note: str
    state: SafetyState
    recorded_late: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class JoinedView:
    """A duplicate that was joined to the person: its code still works."""

    contact_id: str
    code: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, repr=False)
class PersonView:
    """One opened person. Every one handed out was logged as a read first."""

    contact_id: str
    code: str
    opened_at: datetime
    identity_level: IdentityLevel
    name: str
    age_band: AgeBand
    affected_as: AffectedAs | None
    contact_way: ContactWay | None
    phone: str
    ok_leave_message: bool | None
    best_time: BestTime | None
    language: str
    interpreter: bool
    visits: tuple[VisitEntry, ...]
    follow_ups: tuple[FollowUpCard, ...]
    conflicts: tuple[ConflictView, ...]
    referrals: tuple[ReferralRow, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()
    joined: tuple[JoinedView, ...] = ()
