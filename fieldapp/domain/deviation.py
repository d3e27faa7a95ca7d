"""Something that went against the routines in a session: when, what, and what was done. Never about a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.activation_reason import check_note
from fieldapp.domain.field_values import as_instant, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry

WORDS_CHARACTERS: Final = 300
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


class DeviationIncomplete(FixAndRetry):
    """Write what went against the routine, and what was done about it."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Deviation:
    """A line that is added and never edited. `happened_at`: when it was so; `by`: the staff id of who noted it."""

    id: str
    session_id: str = ""
    happened_at: datetime | None = None
    what: str = ""
    done: str = ""
    noted_at: datetime | None = None
    by: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Deviation":
        return cls(
            id=record["id"],
            session_id=as_text(shown(record, "session_id")),
            happened_at=as_instant(shown(record, "happened_at")),
            what=as_text(shown(record, "what")),
            done=as_text(shown(record, "done")),
            noted_at=as_instant(shown(record, "noted_at")),
            by=as_text(shown(record, "by")),
        )


def of_sessions(deviations: Iterable[Deviation], session_ids: Iterable[str]) -> tuple[Deviation, ...]:
    """The newest first."""
    asked = set(session_ids)
    ours = (one for one in deviations if one.session_id in asked)
    return tuple(sorted(ours, key=lambda one: (one.happened_at or _LONG_AGO, one.id), reverse=True))


def check_deviation(what: str, done: str) -> None:
    """Raises DeviationIncomplete, NoteAboutAPerson."""
    if not what.strip() or not done.strip():
        raise DeviationIncomplete
    check_note(what)
    check_note(done)
