"""Words, dates and times in the reader's language; English is the key, the catalogues hold the rest."""

import gettext
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Final
from zoneinfo import ZoneInfo

from fieldapp.settings import assets_folder

DEFAULT: Final = "sv"
LANGUAGES: Final = {"sv": "Svenska", "en": "English"}
DOMAIN: Final = "stodkedjan"


def N_(words: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Marks words that are looked up later, when the reader is known."""
    return words


DAYS: Final = (N_("Mon"), N_("Tue"), N_("Wed"), N_("Thu"), N_("Fri"), N_("Sat"), N_("Sun"))
WHOLE_DAYS: Final = (
    N_("Monday"),
    N_("Tuesday"),
    N_("Wednesday"),
    N_("Thursday"),
    N_("Friday"),
    N_("Saturday"),
    N_("Sunday"),
)
# The dot keeps a short "May" apart from the whole one, which Swedish writes alike and other languages do not.
MONTHS: Final = (
    N_("Jan."),
    N_("Feb."),
    N_("Mar."),
    N_("Apr."),
    N_("May."),
    N_("Jun."),
    N_("Jul."),
    N_("Aug."),
    N_("Sep."),
    N_("Oct."),
    N_("Nov."),
    N_("Dec."),
)
WHOLE_MONTHS: Final = (
    N_("January"),
    N_("February"),
    N_("March"),
    N_("April"),
    N_("May"),
    N_("June"),
    N_("July"),
    N_("August"),
    N_("September"),
    N_("October"),
    N_("November"),
    N_("December"),
)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One language, handed down to whatever writes words for a person."""

    language: str
    translations: gettext.NullTranslations

    def gettext(self, msgid: str) -> str:
        return self.translations.gettext(msgid)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.translations.ngettext(one, many, count)

    def label(self, member: StrEnum) -> str:
        """What a domain value is called; the kind of value is the context, so that two "other" may differ."""
        return self.translations.pgettext(type(member).__name__, label_msgid(member.value))

    def day(self, day: date, *, today: date | None = None) -> str:
        """ "tors 19 nov", with the year when it is not this one."""
        weekday, month = self.gettext(DAYS[day.weekday()]), self.gettext(MONTHS[day.month - 1])
        words = self.gettext("{weekday} {day} {month}").format(weekday=weekday, day=day.day, month=month)
        return words if today is None or today.year == day.year else f"{words} {day.year}"

    def short_day(self, day: date) -> str:
        """ "19 nov": where the weekday has no room."""
        return self.gettext("{day} {month}").format(day=day.day, month=self.gettext(MONTHS[day.month - 1]))

    def whole_day(self, day: date) -> str:
        """ "torsdag 19 november": read aloud and printed."""
        weekday, month = self.gettext(WHOLE_DAYS[day.weekday()]), self.gettext(WHOLE_MONTHS[day.month - 1])
        return self.gettext("{weekday} {day} {month}").format(weekday=weekday, day=day.day, month=month)

    def clock(self, at: datetime, *, zone: str = "Europe/Stockholm") -> str:
        """ "14.10" where the board is; `at` is aware."""
        local = at.astimezone(ZoneInfo(zone))
        return self.gettext("{hour:02}:{minute:02}").format(hour=local.hour, minute=local.minute)

    def moment(self, at: datetime, *, zone: str = "Europe/Stockholm") -> str:
        """ "tors 19 nov 14.10" where the board is; `at` is aware."""
        return f"{self.day(at.astimezone(ZoneInfo(zone)).date())} {self.clock(at, zone=zone)}"


def label_msgid(value: str) -> str:
    return value.replace("_", " ").strip().capitalize()


@cache
def catalogue(language: str) -> Catalogue:
    """The shipped catalogue of that language; an unknown language gets the default one."""
    known = language if language in LANGUAGES else DEFAULT
    return Catalogue(known, gettext.translation(DOMAIN, assets_folder() / "locale", [known]))
