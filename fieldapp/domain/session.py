"""One support operation for one incident, under one board."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.site import Site


class SessionState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CLOSING = "closing"
    CLOSED = "closed"
    ARCHIVED = "archived"


class OpenedBy(StrEnum):
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    DISTRICT = "district"
    OTHER = "other"


class DocumentationMode(StrEnum):
    FULL = "full"
    NO_IDENTITY = "no_identity"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Session:
    id: str
    code: str = ""
    incident_id: str = ""
    opened_at: datetime | None = None
    opened_by_unit: OpenedBy = OpenedBy.OTHER
    sites: tuple[Site, ...] = ()
    state: SessionState = SessionState.OPEN
    session_lead: str = ""
    documentation_mode: DocumentationMode = DocumentationMode.FULL

    @classmethod
    def from_record(cls, record: Record) -> "Session":
        mode = shown(record, "documentation_mode", DocumentationMode.FULL.value)
        return cls(
            id=record["id"],
            code=as_text(shown(record, "code")),
            incident_id=as_text(shown(record, "incident_id")),
            opened_at=as_instant(shown(record, "opened_at")),
            opened_by_unit=as_choice(OpenedBy, shown(record, "opened_by_unit")) or OpenedBy.OTHER,
            sites=_sites(shown(record, "sites")),
            state=as_choice(SessionState, shown(record, "state")) or SessionState.OPEN,
            session_lead=as_text(shown(record, "session_lead")),
            # A mode of tomorrow is treated as the one that writes least down.
            documentation_mode=as_choice(DocumentationMode, mode) or DocumentationMode.NO_IDENTITY,
        )

    @property
    def takes_visits(self) -> bool:
        return self.state in (SessionState.OPEN, SessionState.PAUSED, SessionState.CLOSING)


def _sites(sites: Any) -> tuple[Site, ...]:
    found = (Site.from_json(site) for site in sites) if isinstance(sites, list) else ()
    return tuple(site for site in found if site is not None)
