"""A link with another board's session, as either board sees it."""

from dataclasses import dataclass
from datetime import datetime

from fieldapp.domain.incident_link import IncidentFacts, LinkSide, LinkState


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentLinkView:
    """`id`: of the letter that asked, hex. `session_id`: this board's own, "" before it has answered. `waits`: what was
    said last has not reached the other board yet."""

    id: str
    side: LinkSide
    state: LinkState
    board: str
    board_name: str
    session_id: str
    theirs: IncidentFacts
    asked_at: datetime | None
    waits: bool = False
