"""One incident in two boards: what each says of its own session, and how the link stands. P0: nobody is in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_instant, as_json, as_text
from fieldapp.domain.incident import Incident, IncidentType, Level
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.pairs import Verdict
from fieldapp.domain.roster import holds_personal_number

AREA_CHARACTERS: Final = 60
CODE_CHARACTERS: Final = 12


class LinkSide(StrEnum):
    ASKS = "asks"
    ANSWERS = "answers"


class LinkState(StrEnum):
    ASKED = "asked"
    LINKED = "linked"
    APART = "apart"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IncidentFacts:
    """All that one board tells another of a session. No person, no count, no place nearer than the area."""

    code: str = ""
    type: IncidentType = IncidentType.OTHER
    area: str = ""
    level: Level = Level.INTERNAL
    occurred_at: datetime | None = None
    alarm_received_at: datetime | None = None

    @classmethod
    def of(cls, code: str, incident: Incident) -> "IncidentFacts":
        """An area that looks like a personal identity number stays at home."""
        area = incident.area.strip()[:AREA_CHARACTERS]
        return cls(
            code=code,
            type=incident.type,
            area="" if holds_personal_number(area) else area,
            level=incident.level,
            occurred_at=incident.occurred_at,
            alarm_received_at=incident.alarm_received_at,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "type": self.type.value,
            "area": self.area,
            "level": self.level.value,
            "occurred_at": as_json(self.occurred_at),
            "alarm_received_at": as_json(self.alarm_received_at),
        }

    @classmethod
    def from_json(cls, said: Any) -> "IncidentFacts":
        """Never fails: another board may have a newer app."""
        told = said if isinstance(said, Mapping) else {}
        return cls(
            code=as_text(told.get("code"))[:CODE_CHARACTERS],
            type=as_choice(IncidentType, told.get("type")) or IncidentType.OTHER,
            area=as_text(told.get("area"))[:AREA_CHARACTERS],
            level=as_choice(Level, told.get("level")) or Level.INTERNAL,
            occurred_at=as_instant(told.get("occurred_at")),
            alarm_received_at=as_instant(told.get("alarm_received_at")),
        )


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IncidentLink:
    """What this board has written down of it; what the other board has said lies in its letters.

    `id`: that of the letter which asked, hex; the same in both boards. `theirs`: as they told it when this board
    answered.
    """

    id: str
    side: LinkSide
    board: str
    session_id: str
    theirs: IncidentFacts
    verdict: Verdict
    asked_at: datetime | None
    ended_at: datetime | None

    @classmethod
    def from_record(cls, record: Record) -> "IncidentLink":
        return cls(
            id=as_text(shown(record, "letter")),
            side=as_choice(LinkSide, shown(record, "side")) or LinkSide.ASKS,
            board=as_text(shown(record, "board")),
            session_id=as_text(shown(record, "session_id")),
            theirs=IncidentFacts.from_json(shown(record, "theirs")),
            verdict=as_choice(Verdict, shown(record, "verdict")) or Verdict.OPEN,
            asked_at=as_instant(shown(record, "asked_at")),
            ended_at=as_instant(shown(record, "ended_at")),
        )


def state_of(verdict: Verdict, *, over: bool) -> LinkState:
    if over:
        return LinkState.ENDED
    return {Verdict.SAME: LinkState.LINKED, Verdict.APART: LinkState.APART, Verdict.OPEN: LinkState.ASKED}[verdict]
