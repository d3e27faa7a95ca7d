"""Why a session was activated: the same list in every district, chosen by people and weighed by nobody's rule."""

from enum import StrEnum
from typing import Final

from fieldapp.domain.roster import holds_personal_number
from sync.errors import FixAndRetry

IMPACT_CHARACTERS: Final = 400
WHY_CHARACTERS: Final = 200


class NoteAboutAPerson(FixAndRetry):
    """This looks like a personal identity number. Write about what happened, not about a person, and save again."""


class ActivationReason(StrEnum):
    """In the order on the page."""

    INTENTIONAL_VIOLENCE = "intentional_violence"
    SEVERAL_AFFECTED = "several_affected"
    CHILDREN_AFFECTED = "children_affected"
    MANY_WITNESSES = "many_witnesses"
    WORRY_IN_THE_AREA = "worry_in_the_area"
    MEDIA_ATTENTION = "media_attention"
    ASKED_BY_DUTY_OFFICER = "asked_by_duty_officer"
    ASKED_BY_POLICE = "asked_by_police"
    ASKED_BY_SCHOOL = "asked_by_school"
    OTHER = "other"


def check_note(note: str) -> None:
    """Raises NoteAboutAPerson."""
    if holds_personal_number(note):
        raise NoteAboutAPerson
