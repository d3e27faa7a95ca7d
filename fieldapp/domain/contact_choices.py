"""What may be answered about a person."""

from enum import StrEnum


class IdentityLevel(StrEnum):
    ANONYMOUS = "anonymous"
    FIRST_NAME = "first_name"
    IDENTIFIED = "identified"
    PROTECTED = "protected"

    @property
    def has_name(self) -> bool:
        return self in (IdentityLevel.FIRST_NAME, IdentityLevel.IDENTIFIED)


class AgeBand(StrEnum):
    AGE_0_5 = "age_0_5"
    AGE_6_12 = "age_6_12"
    AGE_13_15 = "age_13_15"
    AGE_16_17 = "age_16_17"
    AGE_18_29 = "age_18_29"
    AGE_30_64 = "age_30_64"
    AGE_65_PLUS = "age_65_plus"
    UNKNOWN = "unknown"


def is_child(age_band: AgeBand | None) -> bool:
    return age_band in (AgeBand.AGE_0_5, AgeBand.AGE_6_12, AgeBand.AGE_13_15, AgeBand.AGE_16_17)


class AffectedAs(StrEnum):
    RELATIVE_OF_DECEASED = "relative_of_deceased"
    RELATIVE_OF_INJURED = "relative_of_injured"
    INJURED_OR_THREATENED = "injured_or_threatened"
    WITNESS = "witness"
    NEARBY = "nearby"
    RESIDENT = "resident"
    FRIEND = "friend"
    RELATIVE_OF_SUSPECT = "relative_of_suspect"
    STAFF_ON_DUTY = "staff_on_duty"
    WORRIED_PUBLIC = "worried_public"
    OTHER = "other"


class Connection(StrEnum):
    LIVES = "lives"
    WORKS_OR_STUDIES = "works_or_studies"
    VISITS = "visits"


class ContactWay(StrEnum):
    PHONE = "phone"
    SMS = "sms"
    VIA_OTHER = "via_other"
    MAIL_VIA_TAX_AGENCY = "mail_via_tax_agency"
    NONE = "none"
    PERSON_CONTACTS_US = "person_contacts_us"

    @property
    def needs_phone(self) -> bool:
        return self in (ContactWay.PHONE, ContactWay.SMS)


class BestTime(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY_TIME = "any_time"


class AccessibilityNeed(StrEnum):
    HEARING = "hearing"
    SIGHT = "sight"
    MOBILITY = "mobility"
    COGNITION = "cognition"
    OTHER = "other"


class GuardianInformed(StrEnum):
    YES = "yes"
    NO = "no"
    UNSUITABLE = "unsuitable"


class GuardiansConsenting(StrEnum):
    NONE = "none"
    ONE = "one"
    TWO = "two"
    UNKNOWN = "unknown"


class ChildConcern(StrEnum):
    NOT_RELEVANT = "not_relevant"
    DISCUSSED_WITH_MANAGER = "discussed_with_manager"
    REPORTED = "reported"


class ProtectedGrade(StrEnum):
    CONFIDENTIALITY_MARKING = "confidentiality_marking"
    PROTECTED_REGISTRATION = "protected_registration"
    FICTITIOUS_IDENTITY = "fictitious_identity"
    UNKNOWN = "unknown"


class ContactStatus(StrEnum):
    ACTIVE = "active"
    CLOSED = "closed"
    VOIDED = "voided"
