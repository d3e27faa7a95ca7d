"""Who needs a call: nothing a list may not show."""

from dataclasses import dataclass
from datetime import date, datetime

from fieldapp.actions.views.safety import SafetyState
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import DueState, FollowUpKind, FollowUpState
from fieldapp.domain.priority import Priority
from fieldapp.domain.referral_choices import ReferralTask
from fieldapp.domain.windows import DueWindow


@dataclass(frozen=True, slots=True, repr=False)
class QueueRow:
    """A follow-up or a referral: the id of the other is ""."""

    follow_up_id: str
    contact_id: str
    code: str
    kind: FollowUpKind | ReferralTask
    priority: Priority
    due: DueState
    window: DueWindow
    owner: str
    contact_person: str
    in_conflict: bool
    protected: bool
    referral_id: str = ""
    unanswered: bool = False


@dataclass(frozen=True, slots=True)
class QueueView:
    """Groups in the order they are to be worked; `unclaimed` has no contact person, and is in the others too."""

    overdue: tuple[QueueRow, ...]
    due: tuple[QueueRow, ...]
    coming: tuple[QueueRow, ...]
    unclaimed: tuple[QueueRow, ...]
    fetched_at: datetime | None
    unanswered: tuple[QueueRow, ...] = ()

    @property
    def everything(self) -> tuple[QueueRow, ...]:
        return self.overdue + self.unanswered + self.due + self.coming

    @property
    def next(self) -> QueueRow | None:
        rows = self.overdue + self.unanswered + self.due
        return rows[0] if rows else None


@dataclass(frozen=True, slots=True, repr=False)
class FoundRow:
    """Somebody who was searched for: the code, and what is open for her if anything is."""

    contact_id: str
    code: str
    open: QueueRow | None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    at: datetime
    way: ContactWay | None
    result: AttemptResult
    by: str
    state: SafetyState


@dataclass(frozen=True, slots=True, repr=False)
class FollowUpCard:
    """What may be seen before the person is opened: code, kind, dates, owner, attempts."""

    follow_up_id: str
    contact_id: str
    code: str
    session_code: str
    kind: FollowUpKind
    priority: Priority
    state: FollowUpState
    due: DueState
    window: DueWindow
    incident_on: date | None
    owner: str
    contact_person: str
    attempts: tuple[AttemptRow, ...]
    unreachable_allowed: bool
    message_allowed: bool | None
    agreed: str
    safety: SafetyState
