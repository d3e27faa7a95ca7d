"""What is added beside an entry that somebody finds wrong; the entry itself is never edited."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, shown
from sync.errors import FixAndRetry


class CorrectionKind(StrEnum):
    DISPUTED = "disputed"
    CORRECTION = "correction"
    OTHER = "other"


class WordsMissing(FixAndRetry):
    """Write what the person says, or what is right instead. Nothing that stands there is changed."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Correction:
    id: str
    contact_id: str = ""
    about_type: str = ""
    about_id: str = ""
    kind: CorrectionKind = CorrectionKind.OTHER
    words: str = ""
    at: datetime | None = None
    by: str = ""

    @classmethod
    def from_record(cls, record: Record) -> "Correction":
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            about_type=as_text(shown(record, "about_type")),
            about_id=as_text(shown(record, "about_id")),
            kind=as_choice(CorrectionKind, shown(record, "kind")) or CorrectionKind.OTHER,
            words=as_text(shown(record, "words")),
            at=as_instant(shown(record, "at")),
            by=as_text(shown(record, "by")),
        )


def check_words(words: str) -> None:
    """Raises WordsMissing."""
    if not words.strip():
        raise WordsMissing
