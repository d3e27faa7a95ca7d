"""An organisation that got in touch and offered its help in a session; no personal data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry

WHAT_CHARACTERS: Final = 200
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class OfferIncomplete(FixAndRetry):
    """Choose who offers help, and write what they offer."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class IncomingOffer:
    """`recipient_id`: the organisation in the board's directory; `by`: the staff id of who took the call."""

    id: str
    session_id: str = ""
    recipient_id: str = ""
    what: str = ""
    at: datetime | None = None
    by: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "IncomingOffer":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            recipient_id=as_text(shown(record, "recipient_id")),
            what=as_text(shown(record, "what")),
            at=as_instant(shown(record, "at")),
            by=as_text(shown(record, "by")),
        )


def of_session(offers: Iterable[IncomingOffer], session_id: str) -> tuple[IncomingOffer, ...]:
    """The newest first."""
    ours = (one for one in offers if one.session_id == session_id)
    return tuple(sorted(ours, key=lambda one: (one.at or _LONG_AGO, one.id), reverse=True))
