"""Which coordinator is on duty: a rolling week from Monday morning, weeks that were swapped, and who took each over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from fieldapp.domain.field_values import as_day, as_instant, as_text, as_texts
from fieldapp.domain.merge import Record, conflicts, shown
from fieldapp.domain.week_report import WeekReport
from sync.errors import FixAndRetry

HANDOVER_HOUR: Final = 8
"""On Mondays, by the clock on the board's wall."""
WEEK: Final = timedelta(days=7)


class RotaEmpty(FixAndRetry):
    """Nobody is in the rota. Choose at least one coordinator."""


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def duty_week(at: datetime, *, zone: tzinfo) -> date:
    """The Monday that names the week on duty at that instant; before the handover it is still last week's."""
    on_the_wall = at.astimezone(zone).replace(tzinfo=None) - timedelta(hours=HANDOVER_HOUR)
    return monday_of(on_the_wall.date())


@dataclass(frozen=True, slots=True, kw_only=True)
class Rota:
    """Coordinators (person ids) in the order in which their weeks follow, the first in the week of `starts_on`."""

    order: tuple[str, ...] = ()
    starts_on: date | None = None
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Rota":
        return cls(
            order=as_texts(shown(record, "order")),
            starts_on=as_day(shown(record, "starts_on")),
            in_conflict=bool(conflicts(record)),
        )

    def planned(self, monday: date) -> str:
        """Whose week it is when nobody swapped; "" before the rota begins."""
        if not self.order or self.starts_on is None or monday < monday_of(self.starts_on):
            return ""
        return self.order[(monday - monday_of(self.starts_on)) // WEEK % len(self.order)]


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaWeek:
    """A week that somebody else takes than the rolling order says."""

    monday: date | None = None
    member: str = ""
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "RotaWeek":
        monday, member = as_day(shown(record, "monday")), as_text(shown(record, "member"))
        return cls(monday=monday, member=member, in_conflict=bool(conflicts(record)))


def on_duty(rota: Rota, swapped: Iterable[RotaWeek], monday: date) -> str:
    """The person on duty that week, "" when nobody is planned."""
    takers = [week.member for week in swapped if week.monday == monday and week.member]
    return takers[0] if takers else rota.planned(monday)


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekTakeover:
    """That somebody read the week's figures and took it over. Never edited: each person's is a record of its own."""

    monday: date | None = None
    member: str = ""
    at: datetime | None = None
    report: WeekReport = WeekReport()

    @classmethod
    def from_record(cls, record: Record) -> "WeekTakeover":
        figures = shown(record, "report")
        return cls(
            monday=as_day(shown(record, "monday")),
            member=as_text(shown(record, "member")),
            at=as_instant(shown(record, "at")),
            report=WeekReport.from_json(figures if isinstance(figures, Mapping) else {}),
        )


def taken_over(takeovers: Iterable[WeekTakeover], monday: date) -> WeekTakeover | None:
    """Who took the week over; the last of several, for a week may change hands."""
    found = [takeover for takeover in takeovers if takeover.monday == monday and takeover.at]
    return max(found, key=_when, default=None)


def answers_for_it(takeovers: Iterable[WeekTakeover], monday: date, before: str) -> str:
    """Who is responsible during that week: who took it over, until then who took over the week before.

    `before`: who was planned for the week before, in case nobody ever acknowledged anything.
    """
    found = [takeover for takeover in takeovers if takeover.monday and takeover.monday <= monday and takeover.at]
    last = max(found, key=lambda takeover: (takeover.monday or date.min, *_when(takeover)), default=None)
    return last.member if last else before


def _when(takeover: WeekTakeover) -> tuple[str, str]:
    return takeover.at.isoformat() if takeover.at else "", takeover.member
