"""An organisation that people are referred to; the board's directory, no personal data."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final

from fieldapp.domain.field_values import as_choice, as_day, as_flag, as_text
from fieldapp.domain.merge import Record, conflicts, shown

LOOKED_UP_FOR: Final = timedelta(days=180)
"""How long a number that somebody has checked is trusted."""


class RecipientType(StrEnum):
    HEALTH_CENTRE = "health_centre"
    CHILD_PSYCHIATRY = "child_psychiatry"
    ADULT_PSYCHIATRY = "adult_psychiatry"
    REGIONAL_CRISIS_SUPPORT = "regional_crisis_support"
    SCHOOL_HEALTH = "school_health"
    PRESCHOOL = "preschool"
    SOCIAL_SERVICES = "social_services"
    OTHER_MUNICIPALITY = "other_municipality"
    SOCIAL_EMERGENCY_UNIT = "social_emergency_unit"
    VICTIM_SUPPORT = "victim_support"
    POLICE_VICTIM_SUPPORT = "police_victim_support"
    RED_CROSS = "red_cross"
    FAITH_COMMUNITY = "faith_community"
    FOUNDATION = "foundation"
    CHILDRENS_HELPLINE = "childrens_helpline"
    OCCUPATIONAL_HEALTH = "occupational_health"
    WOMENS_SHELTER = "womens_shelter"
    LOCAL_LINK = "local_link"
    OTHER = "other"

    @property
    def usually_bound(self) -> bool | None:
        """What to propose for `bound_by_secrecy`; None where nobody can guess."""
        if self in (RecipientType.OTHER, RecipientType.OCCUPATIONAL_HEALTH, RecipientType.LOCAL_LINK):
            return None
        return self not in _CIVIL_SOCIETY


_CIVIL_SOCIETY: Final = (
    RecipientType.VICTIM_SUPPORT,
    RecipientType.RED_CROSS,
    RecipientType.FAITH_COMMUNITY,
    RecipientType.FOUNDATION,
    RecipientType.CHILDRENS_HELPLINE,
    RecipientType.WOMENS_SHELTER,
)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Recipient:
    id: str
    name: str = ""
    type: RecipientType = RecipientType.OTHER
    phone: str = ""
    opening_hours: str = ""
    target_group: str = ""
    languages: str = ""
    secure_channel: str = ""
    bound_by_secrecy: bool = False
    offer: str = ""
    verified_on: date | None = None
    in_use: bool = True
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Recipient":
        return cls(
            id=record["id"],
            name=as_text(shown(record, "name")),
            type=as_choice(RecipientType, shown(record, "type")) or RecipientType.OTHER,
            phone=as_text(shown(record, "phone")),
            opening_hours=as_text(shown(record, "opening_hours")),
            target_group=as_text(shown(record, "target_group")),
            languages=as_text(shown(record, "languages")),
            secure_channel=as_text(shown(record, "secure_channel")),
            # Whoever is not known to keep secrets is told no more than the person has agreed to.
            bound_by_secrecy=shown(record, "bound_by_secrecy") is True,
            offer=as_text(shown(record, "offer")),
            verified_on=as_day(shown(record, "verified_on")),
            in_use=as_flag(shown(record, "in_use")) is not False,
            in_conflict=bool(conflicts(record)),
        )

    def is_verified(self, today: date) -> bool:
        return self.verified_on is not None and today - self.verified_on <= LOOKED_UP_FOR


class RecipientQuestion(StrEnum):
    """In the order on the page."""

    NAME = "name"
    TYPE = "type"
    SECRECY = "secrecy"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RecipientForm:
    name: str = ""
    type: RecipientType | None = None
    phone: str = ""
    opening_hours: str = ""
    target_group: str = ""
    languages: str = ""
    secure_channel: str = ""
    bound_by_secrecy: bool | None = None
    offer: str = ""
    in_use: bool = True

    @classmethod
    def of(cls, known: Recipient) -> "RecipientForm":
        return cls(**{name: getattr(known, name) for name in cls.__dataclass_fields__})

    @property
    def missing(self) -> tuple[RecipientQuestion, ...]:
        answers = {
            RecipientQuestion.NAME: bool(self.name.strip()),
            RecipientQuestion.TYPE: self.type is not None,
            RecipientQuestion.SECRECY: self.bound_by_secrecy is not None,
        }
        return tuple(question for question, answered in answers.items() if not answered)

    @property
    def answers(self) -> dict[str, Any]:
        """What a new_change sets on the recipient."""
        found = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value.strip() if type(value) is str else value for name, value in found.items()}
