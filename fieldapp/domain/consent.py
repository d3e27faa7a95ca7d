"""What a person has said yes or no to: one purpose, one recipient, stated content."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_choices, as_instant, as_text
from fieldapp.domain.merge import Record, shown


class ConsentPurpose(StrEnum):
    RECONTACT = "recontact"
    HANDOVER = "handover"
    REFERRAL = "referral"
    MESSAGE = "message"
    OTHER = "other"


class ConsentAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class ConsentContent(StrEnum):
    NAME = "name"
    PHONE = "phone"
    AGE = "age"
    NEEDS = "needs"
    REASONS = "reasons"
    LANGUAGE = "language"


class GivenBy(StrEnum):
    PERSON = "person"
    GUARDIAN = "guardian"
    OTHER_GUARDIAN = "other_guardian"
    BOTH_GUARDIANS = "both_guardians"
    SOLE_GUARDIAN = "sole_guardian"


class ConsentHow(StrEnum):
    ORAL = "oral"
    WRITTEN = "written"


class Basis(StrEnum):
    """A ground to pass something on without consent (OSL)."""

    HARM_TEST = "harm_test"
    NECESSARY_10_2 = "necessary_10_2"
    UNDER_18_26_9 = "under_18_26_9"
    DUTY_TO_DISCLOSE = "duty_to_disclose"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Consent:
    id: str
    contact_id: str = ""
    session_id: str = ""
    purpose: ConsentPurpose = ConsentPurpose.OTHER
    answer: ConsentAnswer = ConsentAnswer.NOT_ASKED
    recipient: str = ""
    content: tuple[ConsentContent, ...] = ()
    given_by: GivenBy | None = None
    how: ConsentHow | None = None
    at: datetime | None = None
    recorded_by: str = ""
    withdrawn_at: datetime | None = None
    valid_until: datetime | None = None
    basis_without_consent: Basis | None = None
    basis_reason: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Consent":
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            session_id=as_text(shown(record, "session_id")),
            purpose=as_choice(ConsentPurpose, shown(record, "purpose")) or ConsentPurpose.OTHER,
            answer=as_choice(ConsentAnswer, shown(record, "answer")) or ConsentAnswer.NOT_ASKED,
            recipient=as_text(shown(record, "recipient")),
            content=as_choices(ConsentContent, shown(record, "content")),
            given_by=as_choice(GivenBy, shown(record, "given_by")),
            how=as_choice(ConsentHow, shown(record, "how")),
            at=as_instant(shown(record, "at")),
            recorded_by=as_text(shown(record, "recorded_by")),
            withdrawn_at=as_instant(shown(record, "withdrawn_at")),
            valid_until=as_instant(shown(record, "valid_until")),
            basis_without_consent=as_choice(Basis, shown(record, "basis_without_consent")),
            basis_reason=as_text(shown(record, "basis_reason")),
        )

    def is_valid(self, moment: datetime) -> bool:
        withdrawn = self.withdrawn_at is not None and moment >= self.withdrawn_at
        expired = self.valid_until is not None and moment > self.valid_until
        return self.answer is ConsentAnswer.YES and not withdrawn and not expired

    def allows(self, purpose: ConsentPurpose, recipient: str, moment: datetime) -> bool:
        """Consent is per recipient: a yes to one is no yes to another."""
        return self.is_valid(moment) and (self.purpose, self.recipient) == (purpose, recipient)
