"""What actions hand to the screens: plain values, already decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import AffectedAs, AgeBand, BestTime, ContactWay, IdentityLevel
from fieldapp.domain.follow_up import DueState, FollowUpKind, FollowUpState
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.priority import Priority
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit_choices import Need, Outcome, SupportGiven, VisitMode
from fieldapp.domain.windows import DueWindow
from sync.protocol.circle import Role as Role
from sync.protocol.members import DeviceState as DeviceState
from sync.protocol.members import SessionState as SessionState


class Situation(StrEnum):
    """What the door finds in the folder."""

    NEW = "new"
    LOCKED = "locked"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class DoorView:
    """All that may be shown before unlocking: no person's name."""

    situation: Situation
    device_label: str = ""
    board_name: str = ""
    exercise: bool = False
    waiting: int = 0
    wait_seconds: int = 0


class SafetyState(StrEnum):
    """The three states of every record, and there is no fourth."""

    WAITING = "waiting"
    RECEIPTED = "receipted"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Safety:
    """Counts of envelopes. All is safe only when waiting and quarantined are both 0."""

    waiting: int
    receipted: int
    quarantined: int
    oldest_waiting: datetime | None
    last_receipt_at: datetime | None
    last_contact_at: datetime | None

    @property
    def all_safe(self) -> bool:
        return self.waiting == 0 and self.quarantined == 0


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """`done` of `total` in the present step; `total` 0 when unknown."""

    step: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class SyncOutcome:
    sent: int
    fetched: int


@dataclass(frozen=True, slots=True)
class SessionView:
    """`facts_known` is False while only the code is known (joined offline)."""

    id: str
    code: str
    state: SessionState
    joined: bool
    facts_known: bool
    incident_type: IncidentType | None
    area: str
    site_name: str
    site_kind: SiteKind | None
    alarm_source: AlarmSource | None
    alarm_received_at: datetime | None
    opened_at: datetime | None
    board_name: str


@dataclass(frozen=True, slots=True)
class TallyView:
    counts: dict[TallyGroup, int]
    mine: dict[TallyGroup, int]
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class SavedVisit:
    """`follow_up_promised`: the outcome asks for an agreed follow-up next."""

    visit_id: str
    contact_id: str
    session_id: str
    code: str
    follow_up_promised: bool


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class AgreedFollowUp:
    follow_up_id: str
    contact_id: str
    code: str
    window: DueWindow
    contact_way: ContactWay
    best_time: BestTime | None


@dataclass(frozen=True, slots=True)
class SlipView:
    """What the person takes home. Never why."""

    code: str
    phone_number: str
    latest: date | None
    best_time: BestTime | None


@dataclass(frozen=True, slots=True)
class QueueRow:
    follow_up_id: str
    contact_id: str
    code: str
    kind: FollowUpKind
    priority: Priority
    due: DueState
    window: DueWindow
    owner: str
    contact_person: str
    in_conflict: bool
    protected: bool


@dataclass(frozen=True, slots=True)
class QueueView:
    """Groups in the order they are to be worked; `unclaimed` has no contact person, and is in the others too."""

    overdue: tuple[QueueRow, ...]
    due: tuple[QueueRow, ...]
    coming: tuple[QueueRow, ...]
    unclaimed: tuple[QueueRow, ...]
    fetched_at: datetime | None

    @property
    def next(self) -> QueueRow | None:
        rows = self.overdue + self.due
        return rows[0] if rows else None


@dataclass(frozen=True, slots=True)
class AttemptRow:
    at: datetime
    way: ContactWay | None
    result: AttemptResult
    by: str
    state: SafetyState


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two people wrote different things while apart; `values` as shown, newest first, with who and when."""

    record_type: str
    record_id: str
    field: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class InviteView:
    """Shown once, on the supervisor's screen."""

    name: str
    role: Role
    server: str
    code: str
    link: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """`issued` and `received` are counts of envelopes; None while the device was never heard."""

    device: str
    label: str
    name: str
    role: Role
    state: DeviceState
    is_this: bool
    heard_at: datetime | None
    issued: int | None
    received: int
    waiting: int | None
    app_version: str

    @property
    def missing(self) -> int:
        """At least this many are still only on the device."""
        return max(0, (self.issued or 0) - self.received)


@dataclass(frozen=True, slots=True)
class WaitingInvite:
    key: str
    name: str
    role: Role
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DigitsView:
    """Six digits to read to each other, as "123 456"."""

    device: str
    label: str
    name: str
    digits: str


@dataclass(frozen=True, slots=True)
class SessionDevice:
    """One device of a session. `issued` is what it last said it had made; None while it was never heard."""

    device: str
    label: str
    name: str
    heard_at: datetime | None
    issued: int | None
    received: int
    written_off_reason: str
    purged: bool
    left: bool

    @property
    def missing(self) -> int:
        """At least this many are still only on the device."""
        return max(0, (self.issued or 0) - self.received)

    @property
    def is_settled(self) -> bool:
        return bool(self.written_off_reason) or (self.issued is not None and self.missing == 0)


@dataclass(frozen=True, slots=True)
class PersonWithout:
    """Somebody who was promised a call and has nobody or no day for it."""

    contact_id: str
    code: str


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The gate: what stands between a session and its end. `kept` people have an owner and a date."""

    session: SessionView
    devices: tuple[SessionDevice, ...]
    people_without: tuple[PersonWithout, ...]
    kept: int
    late: int

    @property
    def unsettled(self) -> tuple[SessionDevice, ...]:
        return tuple(device for device in self.devices if not device.is_settled)

    @property
    def is_ready(self) -> bool:
        return not self.unsettled and not self.people_without


@dataclass(frozen=True, slots=True)
class LateItem:
    """One envelope that came after its session was closed, or that the server would not take.

    `codes` are the contact codes it is about, empty while it cannot be opened here.
    """

    id: str
    at: datetime
    device_label: str
    reason: str
    session_code: str
    codes: tuple[str, ...]
    needs_follow_up: bool
