"""A session and its heads, as screens show them."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from sync.protocol.members import SessionState


@dataclass(frozen=True, slots=True, repr=False)
class SessionView:
    """`facts_known` is False while only the code is known (joined offline). `lead`: what the lead's phone is called."""

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
    archived: bool = False
    lead: str = ""

    @property
    def stage(self) -> str:
        """As `state`, and "archived" when the closed session has been put away."""
        return "archived" if self.archived else self.state.value


@dataclass(frozen=True, slots=True)
class TallyView:
    counts: dict[TallyGroup, int]
    mine: dict[TallyGroup, int]
    saved_at: datetime | None
