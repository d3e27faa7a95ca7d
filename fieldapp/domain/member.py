"""A colleague in the board's roster."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_day, as_text, as_texts
from fieldapp.domain.merge import Record, conflicts, shown


class Role(StrEnum):
    SUPPORTER = "supporter"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    SOCIAL_EMERGENCY = "social_emergency"
    BORROWED = "borrowed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Member:
    id: str
    name: str = ""
    role: Role = Role.UNKNOWN
    phone: str = ""
    home_board: str = ""
    trained_on: date | None = None
    secrecy_confirmed_on: date | None = None
    languages: tuple[str, ...] = ()
    in_conflict: bool = False
    active: bool = True

    @classmethod
    def from_record(cls, record: Record) -> "Member":
        return cls(
            id=record["id"],
            name=as_text(shown(record, "name")),
            role=as_choice(Role, shown(record, "role")) or Role.UNKNOWN,
            phone=as_text(shown(record, "phone")),
            home_board=as_text(shown(record, "home_board")),
            trained_on=as_day(shown(record, "trained_on")),
            secrecy_confirmed_on=as_day(shown(record, "secrecy_confirmed_on")),
            languages=as_texts(shown(record, "languages")),
            in_conflict=bool(conflicts(record)),
            active=shown(record, "active") is not False,
        )
