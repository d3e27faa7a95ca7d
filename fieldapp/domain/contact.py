"""The person supported, known by a code and, only when needed, by a name."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.contact_choices import (
    AccessibilityNeed,
    AffectedAs,
    AgeBand,
    BestTime,
    ChildConcern,
    Connection,
    ContactStatus,
    ContactWay,
    GuardianInformed,
    GuardiansConsenting,
    IdentityLevel,
    ProtectedGrade,
    is_child,
)
from fieldapp.domain.field_values import as_choice, as_flag, as_instant, as_text, as_texts
from fieldapp.domain.merge import Record, conflicts, shown


class ContactGap(StrEnum):
    """What has to be known before somebody can be promised a call."""

    WAY = "way"
    PHONE = "phone"
    MESSAGE = "message"


def contact_gaps(way: ContactWay | None, phone: str, ok_leave_message: bool | None) -> tuple[ContactGap, ...]:
    if way is None:
        return (ContactGap.WAY,)
    if not way.needs_phone:
        return ()
    missing_phone = () if any(character.isdigit() for character in phone) else (ContactGap.PHONE,)
    return missing_phone + ((ContactGap.MESSAGE,) if ok_leave_message is None else ())


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contact:
    id: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    session_id: str = ""
    identity_level: IdentityLevel = IdentityLevel.ANONYMOUS
    name: str = ""
    age_band: AgeBand = AgeBand.UNKNOWN
    contact_way: ContactWay | None = None
    phone: str = ""
    ok_leave_message: bool | None = None
    best_time: BestTime | None = None
    language: str = ""
    interpreter: bool = False
    accessibility_need: AccessibilityNeed | None = None
    affected_as: AffectedAs = AffectedAs.OTHER
    connection: Connection | None = None
    home_board: str = ""
    group_id: str = ""
    child_alone: bool | None = None
    guardian_informed: GuardianInformed | None = None
    guardian_informed_reason: str = ""
    guardians_consenting: GuardiansConsenting = GuardiansConsenting.UNKNOWN
    child_concern: ChildConcern = ChildConcern.NOT_RELEVANT
    child_concern_at: datetime | None = None
    protected_grade: ProtectedGrade | None = None
    assigned_staff: tuple[str, ...] = ()
    status: ContactStatus = ContactStatus.ACTIVE
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Contact":
        level = shown(record, "identity_level", IdentityLevel.ANONYMOUS.value)
        # A level of tomorrow is treated as the strictest of today.
        identity_level = as_choice(IdentityLevel, level) or IdentityLevel.PROTECTED
        protected = identity_level is IdentityLevel.PROTECTED
        grade = shown(record, "protected_grade")
        return cls(
            id=record["id"],
            code=as_text(shown(record, "code")),
            session_id=as_text(shown(record, "session_id")),
            identity_level=identity_level,
            # What was noted before somebody said that they are protected is not shown any more.
            name="" if protected else as_text(shown(record, "name")),
            phone="" if protected else as_text(shown(record, "phone")),
            age_band=as_choice(AgeBand, shown(record, "age_band")) or AgeBand.UNKNOWN,
            contact_way=as_choice(ContactWay, shown(record, "contact_way")),
            ok_leave_message=as_flag(shown(record, "ok_leave_message")),
            best_time=as_choice(BestTime, shown(record, "best_time")),
            language=as_text(shown(record, "language")),
            interpreter=shown(record, "interpreter") is True,
            accessibility_need=as_choice(AccessibilityNeed, shown(record, "accessibility_need")),
            affected_as=as_choice(AffectedAs, shown(record, "affected_as")) or AffectedAs.OTHER,
            connection=as_choice(Connection, shown(record, "connection")),
            home_board=as_text(shown(record, "home_board")),
            group_id=as_text(shown(record, "group_id")),
            child_alone=as_flag(shown(record, "child_alone")),
            guardian_informed=as_choice(GuardianInformed, shown(record, "guardian_informed")),
            guardian_informed_reason=as_text(shown(record, "guardian_informed_reason")),
            guardians_consenting=as_choice(GuardiansConsenting, shown(record, "guardians_consenting"))
            or GuardiansConsenting.UNKNOWN,
            child_concern=as_choice(ChildConcern, shown(record, "child_concern")) or ChildConcern.NOT_RELEVANT,
            child_concern_at=as_instant(shown(record, "child_concern_at")),
            protected_grade=as_choice(ProtectedGrade, grade) or (ProtectedGrade.UNKNOWN if grade else None),
            assigned_staff=as_texts(shown(record, "assigned_staff")),
            status=as_choice(ContactStatus, shown(record, "status")) or ContactStatus.ACTIVE,
            in_conflict=bool(conflicts(record)),
        )

    @property
    def is_protected(self) -> bool:
        return self.identity_level is IdentityLevel.PROTECTED

    @property
    def is_child(self) -> bool:
        return is_child(self.age_band)

    def answers_to(self, code: str) -> bool:
        """Whether a slip with this (canonical) code is this person's; `aliases` are those of joined duplicates."""
        return code == self.code or code in self.aliases

    def missing_for_follow_up(self) -> tuple[ContactGap, ...]:
        return contact_gaps(self.contact_way, self.phone, self.ok_leave_message)
