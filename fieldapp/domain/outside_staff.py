"""People from organisations outside the board who work in a session of level 2: they get no phone and no key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from fieldapp.domain.field_values import as_instant, as_number, as_text
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.roster import is_personal_number_in
from sync.errors import FixAndRetry

ORGANISATION_CHARACTERS: Final = 60
FUNCTION_CHARACTERS: Final = 80
CONTACT_CHARACTERS: Final = 60
MOST_PEOPLE: Final = 99


class OnlyAtLevelTwo(FixAndRetry):
    """People from outside are put on the list at level 2. Change the level under Activation first."""


class OutsideStaffIncomplete(FixAndRetry):
    """Write which organisation they come from and what they do here, and how many they are."""


class LeavesBeforeComing(FixAndRetry):
    """They have to leave after they come. Compare the two times."""


class OutsideStaffNumbered(FixAndRetry):
    """This looks like a personal identity number. The staff list holds none. Take it away, and save again."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutsideStaffForm:
    """`contact`: the name at work of whom to ask for, or ""; never a visitor's."""

    organisation: str = ""
    function: str = ""
    people: int = 1
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class OutsideStaff:
    """`gone_at`: when somebody noted that they had left, which may be earlier than was planned."""

    id: str
    session_id: str = ""
    organisation: str = ""
    function: str = ""
    people: int = 0
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    contact: str = ""
    gone_at: datetime | None = None

    @classmethod
    def from_record(cls, record: Record) -> "OutsideStaff":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            organisation=as_text(shown(record, "organisation")),
            function=as_text(shown(record, "function")),
            people=as_number(shown(record, "people")) or 0,
            begins_at=as_instant(shown(record, "begins_at")),
            ends_at=as_instant(shown(record, "ends_at")),
            contact=as_text(shown(record, "contact")),
            gone_at=as_instant(shown(record, "gone_at")),
        )

    def is_gone(self, now: datetime) -> bool:
        return self.gone_at is not None or (self.ends_at is not None and now >= self.ends_at)


def in_order(found: Iterable[OutsideStaff], session_id: str, now: datetime) -> tuple[OutsideStaff, ...]:
    """Those who are here or are to come first, each by when they come."""
    ours = [one for one in found if one.session_id == session_id]
    return tuple(sorted(ours, key=lambda one: (one.is_gone(now), str(one.begins_at or ""), one.id)))


def check_outside(form: OutsideStaffForm) -> None:
    """Raises OutsideStaffIncomplete, LeavesBeforeComing, OutsideStaffNumbered."""
    if not form.organisation.strip() or not form.function.strip() or not 1 <= form.people <= MOST_PEOPLE:
        raise OutsideStaffIncomplete
    if form.begins_at is None or form.ends_at is None or form.ends_at <= form.begins_at:
        raise LeavesBeforeComing
    if any(map(is_personal_number_in, (form.organisation, form.function, form.contact))):
        raise OutsideStaffNumbered


def outside_answers(form: OutsideStaffForm) -> Mapping[str, Any]:
    return {
        "organisation": form.organisation.strip()[:ORGANISATION_CHARACTERS],
        "function": form.function.strip()[:FUNCTION_CHARACTERS],
        "people": form.people,
        "begins_at": form.begins_at,
        "ends_at": form.ends_at,
        "contact": form.contact.strip()[:CONTACT_CHARACTERS],
    }
