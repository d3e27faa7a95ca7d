"""Who leads a session, and who led it before: a line for each time somebody took it over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.merge import Record, shown

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionLead:
    """`member` and `by` are staff ids: who leads from then on, and who said so."""

    id: str
    session_id: str = ""
    member: str = ""
    at: datetime | None = None
    by: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "SessionLead":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            member=as_text(shown(record, "member")),
            at=as_instant(shown(record, "at")),
            by=as_text(shown(record, "by")),
        )


def in_order(leads: Iterable[SessionLead], session_id: str) -> tuple[SessionLead, ...]:
    """The one who leads now first; the same on every phone, also when two took it over at the same time."""
    ours = (one for one in leads if one.session_id == session_id and one.member)
    return tuple(sorted(ours, key=lambda one: (one.at or _LONG_AGO, one.id), reverse=True))
