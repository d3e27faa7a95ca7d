"""A supporter's own visits and what was agreed in them."""

from dataclasses import dataclass
from datetime import date, datetime

from fieldapp.actions.views.safety import SafetyState
from fieldapp.domain.contact_choices import BestTime, ContactWay
from fieldapp.domain.visit_choices import VisitMode
from fieldapp.domain.windows import DueWindow


@dataclass(frozen=True, slots=True, repr=False)
class SavedVisit:
    """`follow_up_promised`: the outcome asks for an agreed follow-up next."""

    visit_id: str
    contact_id: str
    session_id: str
    code: str
    follow_up_promised: bool


@dataclass(frozen=True, slots=True, repr=False)
class VisitRow:
    """One row of a supporter's own visits: no name, no need."""

    visit_id: str
    contact_id: str
    code: str
    started_at: datetime
    mode: VisitMode
    duration_minutes: int
    state: SafetyState
    follow_up_missing: bool
    recorded_late: bool = False


@dataclass(frozen=True, slots=True, repr=False)
class AgreedFollowUp:
    follow_up_id: str
    contact_id: str
    code: str
    window: DueWindow
    contact_way: ContactWay
    best_time: BestTime | None


@dataclass(frozen=True, slots=True, repr=False)
class SlipView:
    """What the person takes home. Never why."""

    code: str
    phone_number: str
    latest: date | None
    best_time: BestTime | None
