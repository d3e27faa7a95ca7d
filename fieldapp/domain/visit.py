"""One meeting with a person, and what was offered and agreed in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from fieldapp.domain.field_values import as_choice, as_choices, as_instant, as_number, as_text, as_texts
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.priority import Priority
from fieldapp.domain.visit_choices import (
    AcuteAction,
    FollowUpReason,
    LeftWith,
    Need,
    Outcome,
    Reaction,
    SupportGiven,
    VisitMode,
)

LATE_AFTER: Final = timedelta(hours=1)


def is_recorded_late(started_at: datetime, duration_min: int, recorded_at: datetime) -> bool:
    """Whether a visit is written down so long after its end that the record has to say so."""
    return recorded_at > started_at + timedelta(minutes=duration_min) + LATE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Visit:
    id: str
    session_id: str = ""
    contact_id: str = ""
    started_at: datetime | None = None
    duration_min: int = 0
    recorded_late: bool = False
    site: str = ""
    mode: VisitMode = VisitMode.VISIT
    supporters: tuple[str, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    needs: tuple[Need, ...] = ()
    support_given: tuple[SupportGiven, ...] = ()
    acute_actions: tuple[AcuteAction, ...] = ()
    followup_reasons: tuple[FollowUpReason, ...] = ()
    priority: Priority = Priority.NORMAL
    outcome: Outcome = Outcome.UNKNOWN
    agreement: str = ""
    note: str = ""
    left_with: LeftWith | None = None
    info_given: bool = False
    disputed: bool = False
    disputed_text: str = ""
    voided: bool = False
    returning_code: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Visit":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            contact_id=as_text(shown(record, "contact_id")),
            started_at=as_instant(shown(record, "started_at")),
            duration_min=as_number(shown(record, "duration_min")) or 0,
            recorded_late=shown(record, "recorded_late") is True,
            site=as_text(shown(record, "site")),
            mode=as_choice(VisitMode, shown(record, "mode", VisitMode.VISIT.value)) or VisitMode.OTHER,
            supporters=as_texts(shown(record, "supporters")),
            reactions=as_choices(Reaction, shown(record, "reactions")),
            needs=as_choices(Need, shown(record, "needs")),
            support_given=as_choices(SupportGiven, shown(record, "support_given")),
            acute_actions=as_choices(AcuteAction, shown(record, "acute_actions")),
            followup_reasons=as_choices(FollowUpReason, shown(record, "followup_reasons")),
            priority=as_choice(Priority, shown(record, "priority")) or Priority.NORMAL,
            outcome=as_choice(Outcome, shown(record, "outcome")) or Outcome.UNKNOWN,
            agreement=as_text(shown(record, "agreement")),
            note=as_text(shown(record, "note")),
            left_with=as_choice(LeftWith, shown(record, "left_with")),
            info_given=shown(record, "info_given") is True,
            disputed=shown(record, "disputed") is True,
            disputed_text=as_text(shown(record, "disputed_text")),
            voided=shown(record, "voided") is True,
            returning_code=as_text(shown(record, "returning_code")),
        )
