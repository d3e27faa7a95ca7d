"""What a board adds to a routine card in its own words: whom to call here, where the keys are."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from fieldapp.domain.field_values import as_choice, as_instant, as_text
from fieldapp.domain.merge import Record, shown
from fieldapp.domain.roster import is_personal_number_in
from sync.errors import FixAndRetry

WORDS_CHARACTERS: Final = 600


class LocalWordsTooLong(FixAndRetry):
    """The text is too long for a card. Shorten it to 600 characters at most, and save again."""


class PersonOnACard(FixAndRetry):
    """This looks like a personal identity number. No visitor stands on a card. Take it away, and save again."""


class RoutineCard(StrEnum):
    """In the order on the screen."""

    FIRST_CONTACT = "first_contact"
    CONFIDENTIALITY = "confidentiality"
    CHILDREN = "children"
    PROTECTED_IDENTITY = "protected_identity"
    ACUTE_DANGER = "acute_danger"
    WRITING = "writing"
    WHO_MAY_COME = "who_may_come"
    REMOVAL = "removal"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LocalRoutine:
    """`words` is "" when they were taken away; `card` is None when only a newer app knows it."""

    card: RoutineCard | None
    words: str = ""
    written_at: datetime | None = None

    @classmethod
    def from_record(cls, record: Record) -> "LocalRoutine":
        return cls(
            card=as_choice(RoutineCard, shown(record, "card")),
            words=as_text(shown(record, "words")),
            written_at=as_instant(shown(record, "written_at")),
        )


def check_words(words: str) -> None:
    """Telephone numbers belong on a card. Raises LocalWordsTooLong, PersonOnACard."""
    if len(words) > WORDS_CHARACTERS:
        raise LocalWordsTooLong
    if is_personal_number_in(words):
        raise PersonOnACard
