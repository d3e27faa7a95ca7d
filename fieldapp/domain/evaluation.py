"""What people write after a session, and what is to become better. Never a name."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from fieldapp.domain.field_values import as_choice, as_day, as_instant, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry

TEXT_CHARACTERS: Final = 2000
ACTION_CHARACTERS: Final = 200
OWNER_CHARACTERS: Final = 60


class EvaluationIncomplete(FixAndRetry):
    """The evaluation is not finished yet. Write what worked and what did not, then finish it again."""


class ImprovementIncomplete(FixAndRetry):
    """Write what is to become better, which function sees to it, and by when."""


class WaiverReasonMissing(FixAndRetry):
    """A session can only go without an evaluation with a reason. Write why."""


class EvaluationText(StrEnum):
    """In the order on the page; the value is the field of the record."""

    WORKED = "worked"
    DID_NOT_WORK = "did_not_work"
    KNEW_OF_SUPPORT = "knew_of_support"


REQUIRED: Final = (EvaluationText.WORKED, EvaluationText.DID_NOT_WORK)


class EvaluationStage(StrEnum):
    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    FINISHED = "finished"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Evaluation:
    session_id: str = ""
    started_at: datetime | None = None
    worked: str = ""
    did_not_work: str = ""
    knew_of_support: str = ""
    finished_at: datetime | None = None
    waived_reason: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Evaluation":
        return cls(
            session_id=as_text(shown(record, "session_id")),
            started_at=as_instant(shown(record, "started_at")),
            worked=as_text(shown(record, "worked")),
            did_not_work=as_text(shown(record, "did_not_work")),
            knew_of_support=as_text(shown(record, "knew_of_support")),
            finished_at=as_instant(shown(record, "finished_at")),
            waived_reason=as_text(shown(record, "waived_reason")),
        )

    def text(self, which: EvaluationText) -> str:
        return str(getattr(self, which.value))

    @property
    def missing(self) -> tuple[EvaluationText, ...]:
        return tuple(which for which in REQUIRED if not self.text(which).strip())

    @property
    def stage(self) -> EvaluationStage:
        if self.finished_at:
            return EvaluationStage.FINISHED
        if self.waived_reason.strip():
            return EvaluationStage.WAIVED
        return EvaluationStage.BEGUN if self.started_at else EvaluationStage.NOT_BEGUN

    @property
    def is_settled(self) -> bool:
        """Finished, or done without for a reason: nothing less lets a session be archived."""
        return self.stage in (EvaluationStage.FINISHED, EvaluationStage.WAIVED)


class ImprovementState(StrEnum):
    OPEN = "open"
    ONGOING = "ongoing"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Improvement:
    """`owner` is a function, never a person."""

    id: str = ""
    session_id: str = ""
    text: str = ""
    owner: str = ""
    due: date | None = None
    state: ImprovementState = ImprovementState.OPEN

    @classmethod
    def from_record(cls, record: Record) -> "Improvement":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            text=as_text(shown(record, "text")),
            owner=as_text(shown(record, "owner")),
            due=as_day(shown(record, "due")),
            state=as_choice(ImprovementState, shown(record, "state")) or ImprovementState.OPEN,
        )

    def is_overdue(self, today: date) -> bool:
        return self.state is not ImprovementState.DONE and self.due is not None and today > self.due


def check_improvement(text: str, owner: str, due: date | None) -> None:
    """Raises ImprovementIncomplete."""
    if not text.strip() or not owner.strip() or due is None:
        raise ImprovementIncomplete
