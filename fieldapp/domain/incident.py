"""The event people were affected by; never holds a name."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.field_values import as_choice, as_choices, as_instant, as_text
from fieldapp.domain.merge import Record, shown


class IncidentType(StrEnum):
    SHOOTING = "shooting"
    EXPLOSION = "explosion"
    FIRE = "fire"
    STABBING = "stabbing"
    DEATH = "death"
    TRAFFIC_ACCIDENT = "traffic_accident"
    THREAT = "threat"
    DISAPPEARANCE = "disappearance"
    EVACUATION = "evacuation"
    OTHER = "other"


class Violence(StrEnum):
    YES = "yes"
    NO = "no"
    UNCLEAR = "unclear"


class Level(StrEnum):
    INTERNAL = "internal"
    EXTERNAL = "external"


class AlarmSource(StrEnum):
    DUTY_OFFICER = "duty_officer"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    POLICE = "police"
    OWN_ADMINISTRATION = "own_administration"
    SCHOOL = "school"
    OTHER = "other"


class DecidedBy(StrEnum):
    DISTRICT_DIRECTOR = "district_director"
    DIRECTOR_ON_DUTY = "director_on_duty"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    CENTRAL_CRISIS_COMMAND = "central_crisis_command"
    OTHER = "other"


_VIOLENT: Final = (IncidentType.SHOOTING, IncidentType.EXPLOSION, IncidentType.STABBING, IncidentType.THREAT)
_WITHOUT_INTENT: Final = (IncidentType.TRAFFIC_ACCIDENT, IncidentType.EVACUATION)


def default_violence(incident_type: IncidentType) -> Violence:
    if incident_type in _VIOLENT:
        return Violence.YES
    return Violence.NO if incident_type in _WITHOUT_INTENT else Violence.UNCLEAR


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Incident:
    id: str
    type: IncidentType
    intentional_violence: Violence
    occurred_at: datetime | None = None
    occurred_approx: bool = False
    area: str = ""
    board_area: str = ""
    level: Level = Level.INTERNAL
    impact_note: str = ""
    alarm_source: AlarmSource = AlarmSource.OTHER
    alarm_received_at: datetime | None = None
    activated_at: datetime | None = None
    decided_by_function: DecidedBy | None = None
    activation_reasons: tuple[ActivationReason, ...] = ()
    activation_why: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Incident":
        kind = as_choice(IncidentType, shown(record, "type")) or IncidentType.OTHER
        violence = as_choice(Violence, shown(record, "intentional_violence"))
        return cls(
            id=record["id"],
            type=kind,
            intentional_violence=violence or default_violence(kind),
            occurred_at=as_instant(shown(record, "occurred_at")),
            occurred_approx=shown(record, "occurred_approx") is True,
            area=as_text(shown(record, "area")),
            board_area=as_text(shown(record, "board_area")),
            level=as_choice(Level, shown(record, "level")) or Level.INTERNAL,
            impact_note=as_text(shown(record, "impact_note")),
            alarm_source=as_choice(AlarmSource, shown(record, "alarm_source")) or AlarmSource.OTHER,
            alarm_received_at=as_instant(shown(record, "alarm_received_at")),
            activated_at=as_instant(shown(record, "activated_at")),
            decided_by_function=_decided_by(shown(record, "decided_by_function")),
            activation_reasons=as_choices(ActivationReason, shown(record, "activation_reasons")),
            activation_why=as_text(shown(record, "activation_why")),
        )

    def since_alarm(self, moment: datetime) -> timedelta | None:
        """How long after the alarm `moment` was; None when no alarm time is known."""
        return moment - self.alarm_received_at if self.alarm_received_at else None


def _decided_by(function: Any) -> DecidedBy | None:
    """A function of tomorrow is another one; nothing written down yet is nothing."""
    return (as_choice(DecidedBy, function) or DecidedBy.OTHER) if function else None
