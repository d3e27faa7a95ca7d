"""A session and its heads, as screens show them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.session import OpenedBy
from fieldapp.domain.session import SessionState as NotedState
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from sync.protocol.members import SessionState

# What the log knows, and what may be noted beside it.
_NOTED_IN: Final = {SessionState.OPEN: NotedState.PAUSED, SessionState.CLOSED: NotedState.ARCHIVED}


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
    noted: NotedState = NotedState.OPEN
    opened_by: OpenedBy = OpenedBy.OTHER
    lead: str = ""

    @property
    def stage(self) -> str:
        """As `state`, and what the board has noted beside it: closed for the night, put away when it is over."""
        noted = _NOTED_IN.get(self.state)
        return noted.value if noted is self.noted else self.state.value

    @property
    def is_paused(self) -> bool:
        return self.stage == NotedState.PAUSED

    @property
    def archived(self) -> bool:
        return self.stage == NotedState.ARCHIVED


@dataclass(frozen=True, slots=True)
class TallyView:
    counts: dict[TallyGroup, int]
    mine: dict[TallyGroup, int]
    saved_at: datetime | None
