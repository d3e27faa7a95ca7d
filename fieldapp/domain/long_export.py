"""What a board's sessions of two years came to, for its analysis of risk and vulnerability: without persons.

The city's analysis is made every second year, so twenty-four months are looked at together.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from fieldapp.domain.contact_choices import AgeBand
from fieldapp.domain.figures import Cells, Work
from fieldapp.domain.follow_up import ClosedReason
from fieldapp.domain.incident import IncidentType
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.small_cells import guarded
from fieldapp.domain.visit_choices import Need

MONTHS: Final = 24
Key = TypeVar("Key", bound=Hashable)


class Column(StrEnum):
    """What is told of each session."""

    PEOPLE = "people"
    VISITS = "visits"
    FLAGGED = "flagged"
    REFERRALS = "referrals"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SessionWork:
    """One session of the period and what was done in it."""

    began: date
    kind: IncidentType | None
    work: Work


@dataclass(frozen=True, slots=True)
class Told:
    """One column or table: its cells and their total, None where hidden."""

    cells: Cells[str]
    total: int | None


@dataclass(frozen=True, slots=True)
class LongExport:
    """`sessions`: number and month of each, in order; the columns have the same keys."""

    first: date
    last: date
    sessions: tuple[str, ...]
    columns: Mapping[Column, Told]
    per_kind: Mapping[IncidentType, int]
    ages: Told
    needs: Told
    recipients: Told


def since(today: date) -> date:
    """The first day of the period: that of the month twenty-four months ago."""
    months = today.year * 12 + today.month - 1 - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def long_export(found: Iterable[SessionWork], today: date) -> LongExport:
    sessions = sorted(found, key=lambda one: (one.began, one.kind or ""))
    names = [f"{number:02} {one.began:%Y-%m}" for number, one in enumerate(sessions, start=1)]
    works = dict(zip(names, (one.work for one in sessions), strict=True))
    columns = {column: _told({name: _COUNTS[column](work) for name, work in works.items()}) for column in Column}
    return LongExport(
        first=since(today),
        last=today,
        sessions=tuple(names),
        columns=columns,
        per_kind=Counter(one.kind for one in sessions if one.kind),
        ages=_beside(columns[Column.PEOPLE], _over(works, _ages)),
        needs=_told(_over(works, _needs)),
        recipients=_beside(columns[Column.REFERRALS], _over(works, _recipients)),
    )


def _beside(column: Told, cells: Mapping[str, int]) -> Told:
    """The same people counted otherwise: a total that is hidden there must not be told here."""
    return _told(cells) if column.total is not None else Told({}, None)


def _told(cells: Mapping[str, int]) -> Told:
    return Told(*guarded(cells))


def _over(works: Mapping[str, Work], count: Callable[[Work], Counter[str]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for work in works.values():
        total.update(count(work))
    return dict(sorted(total.items()))


def _people(work: Work) -> set[str]:
    return {work.known.survivor(visit.contact_id) for visit in work.visits}


def _flagged(work: Work) -> int:
    """Who was promised a contact, or asked for one."""
    mistaken = (ClosedReason.AGREED_BY_MISTAKE, ClosedReason.DUPLICATE)
    promised = {work.known.survivor(one.contact_id) for one in work.follow_ups if one.closed_reason not in mistaken}
    asked = {work.known.survivor(one.contact_id) for one in work.visits if one.outcome.promises_follow_up}
    return len(promised | asked)


_COUNTS: Final[Mapping[Column, Callable[[Work], int]]] = {
    Column.PEOPLE: lambda work: len(_people(work)),
    Column.VISITS: lambda work: len(work.visits),
    Column.FLAGGED: _flagged,
    Column.REFERRALS: lambda work: sum(one.sent_at is not None for _, one in work.referrals),
}


def _ages(work: Work) -> Counter[str]:
    bands = (work.contacts[person].age_band for person in _people(work) if person in work.contacts)
    return Counter(band.value for band in bands if band in AgeBand)


def _needs(work: Work) -> Counter[str]:
    said = {(work.known.survivor(visit.contact_id), need) for visit in work.visits for need in visit.needs}
    return Counter(need.value for _, need in said if need in Need)


def _recipients(work: Work) -> Counter[str]:
    return Counter(kind.value for kind, one in work.referrals if one.sent_at and kind in RecipientType)
