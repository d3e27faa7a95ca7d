"""What the board's roster says of a colleague: what is needed to call her in, and no more."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from fieldapp.domain.member import Member
from sync.errors import FixAndRetry

NAME_CHARACTERS: Final = 60
LANGUAGE_CHARACTERS: Final = 80
_PERSONAL_NUMBER: Final = re.compile(r"(?<!\d)(?:\d{2})?\d{6}[-+]\d{4}(?!\d)|(?<!\d)(?:19|20)\d{10}(?!\d)")
_TEN_DIGITS: Final = re.compile(r"(?<!\d)\d{10}(?!\d)")


class ColleagueNameMissing(FixAndRetry):
    """Write the colleague's name."""


class PersonalNumberWritten(FixAndRetry):
    """This looks like a personal identity number. The roster holds none. Take it away and save again."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class RosterForm:
    """`phone`: the number at work. `languages`: as people call them, for a visitor who speaks one of them."""

    name: str = ""
    phone: str = ""
    trained: bool = False
    languages: tuple[str, ...] = ()
    secrecy_confirmed: bool = False
    active: bool = True


def holds_personal_number(words: str) -> bool:
    """Words of which no ten digits in a row are a telephone number."""
    return is_personal_number_in(words) or bool(_TEN_DIGITS.search(words))


def is_personal_number_in(words: str) -> bool:
    """Words that may hold telephone numbers."""
    return bool(_PERSONAL_NUMBER.search(words))


def check_roster(form: RosterForm) -> None:
    """Raises ColleagueNameMissing, PersonalNumberWritten."""
    if not form.name.strip():
        raise ColleagueNameMissing
    # A telephone number may have ten digits in a row, a name or a language has none.
    if is_personal_number_in(form.phone) or any(map(holds_personal_number, (form.name, *form.languages))):
        raise PersonalNumberWritten


def roster_answers(form: RosterForm, before: Member | None, *, today: date) -> Mapping[str, Any]:
    """What a change sets; the day of a training or a reminder stays as it was noted first."""
    return {
        "name": form.name.strip()[:NAME_CHARACTERS],
        "phone": form.phone.strip(),
        "languages": form.languages,
        "active": form.active,
        "trained_on": _day(form.trained, before.trained_on if before else None, today),
        "secrecy_confirmed_on": _day(form.secrecy_confirmed, before.secrecy_confirmed_on if before else None, today),
    }


def form_of(member: Member) -> RosterForm:
    return RosterForm(
        name=member.name,
        phone=member.phone,
        trained=member.trained_on is not None,
        languages=member.languages,
        secrecy_confirmed=member.secrecy_confirmed_on is not None,
        active=member.active,
    )


def as_languages(typed: str) -> tuple[str, ...]:
    """ "arabiska, somaliska" → two; each once, in the order they were written."""
    words = (word.strip() for word in typed[:LANGUAGE_CHARACTERS].split(","))
    return tuple(dict.fromkeys(word for word in words if word))


def _day(holds: bool, since: date | None, today: date) -> date | None:
    return (since or today) if holds else None
