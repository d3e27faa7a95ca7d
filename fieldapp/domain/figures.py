"""What a session came to, in figures without persons: computed, never typed in."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Final, TypeVar

from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.attempt import Attempt, AttemptResult
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import AgeBand
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.follow_up import ClosedReason, FollowUp
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.referral import Referral
from fieldapp.domain.referral_figures import ResponseTime, response_times
from fieldapp.domain.small_cells import SMALLEST_SHOWN, Share, shown_cells, shown_count
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Outcome, VisitMode

FIRST_READING_DAYS: Final = 7
SECOND_READING_DAYS: Final = 30
_OFFERED: Final = (Outcome.FOLLOW_UP_BY_US, Outcome.REFERRED, Outcome.DECLINED_MAY_RECONTACT, Outcome.DECLINED)
_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
Key = TypeVar("Key", bound=Hashable)
Cells = Mapping[Key, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The alarm chain of one session."""

    occurred_at: datetime | None = None
    alarm_at: datetime | None = None
    activated_at: datetime | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Work:
    """Everything that was done in the sessions that are looked at, as records; `zone` is the board's."""

    times: Times
    visits: tuple[Visit, ...]
    contacts: Mapping[str, Contact]
    follow_ups: tuple[FollowUp, ...]
    attempts: tuple[Attempt, ...]
    known: Persons
    zone: tzinfo
    heads: Mapping[TallyGroup, int] = field(default_factory=dict)
    written_off: int = 0
    late: int = 0
    reasons: tuple[ActivationReason, ...] = ()
    deviations: int = 0
    referrals: tuple[tuple[RecipientType, Referral], ...] = ()


@dataclass(frozen=True, slots=True)
class Minutes:
    """Between the links of the alarm chain; None where a time is not known."""

    to_activation: int | None
    to_opening: int | None
    to_first_visit: int | None


@dataclass(frozen=True, slots=True)
class Reading:
    """Of those flagged and met by that day, how many had been reached by it."""

    day: date | None
    reached: Share


@dataclass(frozen=True, slots=True)
class Coverage:
    """The headline: what became of those who were flagged for follow-up."""

    flagged: int
    owned: Share
    first: Reading
    second: Reading


@dataclass(frozen=True, slots=True)
class Figures:
    """Cells that are None are hidden. `late`, `written_off` and `deviations` are of the work, and are always told."""

    coverage: Coverage
    minutes: Minutes
    people: int | None
    visits: int | None
    per_day: Cells[date]
    per_hour: Cells[int]
    per_mode: Cells[VisitMode]
    per_site: Cells[str]
    ages: Cells[AgeBand]
    heads: Mapping[TallyGroup, int]
    offered: Share
    identified: Share
    median_days_to_contact: int | None
    written_late: int | None
    written_off: int
    late: int
    responses: tuple[ResponseTime, ...] = ()
    reasons: tuple[ActivationReason, ...] = ()
    deviations: int = 0


def figures(work: Work) -> Figures:
    met, persons = _met(work), _people(work)
    told = [contact for contact in (work.contacts.get(person) for person in persons) if contact]
    starts = [visit.started_at.astimezone(work.zone) for visit in work.visits if visit.started_at]
    return Figures(
        coverage=_coverage(work, met),
        minutes=_minutes(work),
        people=shown_count(len(persons)),
        visits=shown_count(len(work.visits)),
        per_day=shown_cells(_counted(start.date() for start in starts)),
        per_hour=shown_cells(_counted(start.hour for start in starts)),
        per_mode=shown_cells(_counted(visit.mode for visit in work.visits)),
        per_site=shown_cells(_counted(visit.site for visit in work.visits if visit.site)),
        ages=shown_cells({band: sum(one.age_band is band for one in told) for band in AgeBand}),
        heads=work.heads,
        offered=Share(len(_survivors(work, (visit for visit in work.visits if visit.outcome in _OFFERED))), len(met)),
        identified=Share(sum(one.identity_level.has_name for one in told), len(told)),
        median_days_to_contact=_median_days(work, met),
        written_late=shown_count(sum(visit.recorded_late for visit in work.visits)),
        written_off=work.written_off,
        late=work.late,
        responses=response_times(work.referrals),
        reasons=work.reasons,
        deviations=work.deviations,
    )


def _counted(keys: Iterable[Key]) -> dict[Key, int]:
    return dict(sorted(Counter(keys).items(), key=lambda item: str(item[0]).rjust(12)))


def _survivors(work: Work, visits: Iterable[Visit]) -> set[str]:
    return {work.known.survivor(visit.contact_id) for visit in visits}


def _met(work: Work) -> dict[str, datetime]:
    """Each person and when she was first met."""
    met: dict[str, datetime] = {}
    for visit in work.visits:
        person, at = work.known.survivor(visit.contact_id), visit.started_at or _LONG_AGO
        met[person] = min(met.get(person, at), at)
    return met


def _people(work: Work) -> set[str]:
    """Also those of whom only the promise can be read here."""
    return _met(work).keys() | {work.known.survivor(one.contact_id) for one in work.follow_ups}


def _minutes(work: Work) -> Minutes:
    times = work.times
    first = min((visit.started_at for visit in work.visits if visit.started_at), default=None)
    return Minutes(
        _between(times.alarm_at, times.activated_at),
        _between(times.activated_at, times.opened_at),
        _between(times.opened_at, first),
    )


def _between(start: datetime | None, end: datetime | None) -> int | None:
    return max(0, round((end - start).total_seconds() / 60)) if start and end else None


def _coverage(work: Work, met: Mapping[str, datetime]) -> Coverage:
    promises: dict[str, list[FollowUp]] = {}
    for promise in work.follow_ups:
        if promise.closed_reason not in (ClosedReason.AGREED_BY_MISTAKE, ClosedReason.DUPLICATE):
            promises.setdefault(work.known.survivor(promise.contact_id), []).append(promise)
    flagged = promises.keys() | _survivors(work, (one for one in work.visits if one.outcome.promises_follow_up))
    owned = sum(any(one.owner_queue and one.window for one in promises.get(person, ())) for person in flagged)
    contacts = _first_contacts(work, met)
    first, second = (_reading(work, flagged, met, contacts, days) for days in (FIRST_READING_DAYS, SECOND_READING_DAYS))
    return Coverage(len(flagged), Share(owned, len(flagged)), first, second)


def _reading(
    work: Work, flagged: Iterable[str], met: Mapping[str, datetime], contacts: Mapping[str, datetime], days: int
) -> Reading:
    if work.times.occurred_at is None:
        return Reading(None, Share(0, 0))
    until = work.times.occurred_at.astimezone(work.zone).date() + timedelta(days=days)

    def is_by_then(moment: datetime | None) -> bool:
        return moment is not None and (moment == _LONG_AGO or moment.astimezone(work.zone).date() <= until)

    asked = [person for person in flagged if is_by_then(met.get(person, _LONG_AGO))]
    return Reading(until, Share(sum(is_by_then(contacts.get(person)) for person in asked), len(asked)))


def _first_contacts(work: Work, met: Mapping[str, datetime]) -> dict[str, datetime]:
    """When each was first reached: a call that was answered, or that she came back."""
    owners = {promise.id: work.known.survivor(promise.contact_id) for promise in work.follow_ups}
    made = [(owners[one.follow_up_id], one.at) for one in work.attempts if _is_made(one) and one.follow_up_id in owners]
    made += [(work.known.survivor(one.contact_id), one.started_at) for one in work.visits]
    first: dict[str, datetime] = {}
    for person, at in made:
        if at and at > met.get(person, _LONG_AGO):
            first[person] = min(first.get(person, at), at)
    return first


def _is_made(attempt: Attempt) -> bool:
    return attempt.result is AttemptResult.REACHED and not attempt.voided


def _median_days(work: Work, met: Mapping[str, datetime]) -> int | None:
    waited = sorted((at - met[person]).days for person, at in _first_contacts(work, met).items() if person in met)
    return waited[len(waited) // 2] if len(waited) >= SMALLEST_SHOWN else None
