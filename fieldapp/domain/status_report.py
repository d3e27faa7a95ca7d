"""The situation of one session in figures, a part for each of the nine functions of a staff: never about a person."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from fieldapp.domain.activation_reason import ActivationReason
from fieldapp.domain.contact import Contact
from fieldapp.domain.figures import Cells, Work
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.recipient import RecipientType
from fieldapp.domain.shift import Shift
from fieldapp.domain.small_cells import shown_cells, shown_count
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import AcuteAction, Need

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Situation:
    """What the report is counted from. `home`: staff id → the board she is lent from, "" for this one."""

    now: datetime
    work: Work
    shifts: tuple[Shift, ...] = ()
    home: Mapping[str, str]
    hours: tuple[tuple[str, str], ...] = ()
    phones: int = 0
    silent: int = 0
    heard_longest_ago: datetime | None = None
    open_breaches: int = 0
    disposal_proposed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusReport:
    """Cells that are None are of one to four persons, or hidden with such a one. Hours are of staff, and told."""

    at: datetime
    on_now: int
    hours: int
    reasons: tuple[ActivationReason, ...]
    security: Cells[AcuteAction]
    protected: int | None
    lost_phones: int
    open_breaches: int
    people: int | None
    per_hour: Cells[int]
    per_site: Cells[str]
    heads: Cells[TallyGroup]
    needs: Cells[Need]
    due_weeks: Cells[date]
    phones: int
    silent: int
    heard_longest_ago: datetime | None
    opening_hours: tuple[tuple[str, str], ...]
    languages: Cells[str]
    hours_per_board: Mapping[str, int]
    disposal_proposed: int | None
    referrals: Cells[RecipientType]


def status_report(found: Situation) -> StatusReport:
    work, zone = found.work, found.work.zone
    starts = [one.started_at.astimezone(zone) for one in work.visits if one.started_at]
    people = {work.known.survivor(one.contact_id) for one in work.visits}
    met = [contact for person, contact in work.contacts.items() if person in people]
    return StatusReport(
        at=found.now,
        on_now=sum(shift.is_on for shift in found.shifts),
        hours=_hours(found.shifts, found.now),
        reasons=work.reasons,
        security=shown_cells(_of_people(work, ((one, _dangers(one)) for one in work.visits))),
        protected=shown_count(sum(one.is_protected for one in met)),
        lost_phones=work.written_off,
        open_breaches=found.open_breaches,
        people=shown_count(len(people)),
        per_hour=shown_cells(_counted(start.hour for start in starts)),
        per_site=shown_cells(_counted(one.site for one in work.visits if one.site)),
        heads=shown_cells({group: number for group, number in work.heads.items() if number}),
        needs=shown_cells(_of_people(work, ((one, one.needs) for one in work.visits))),
        due_weeks=shown_cells(_counted(week for one in work.follow_ups if (week := _due_week(one)))),
        phones=found.phones,
        silent=found.silent,
        heard_longest_ago=found.heard_longest_ago,
        opening_hours=found.hours,
        languages=shown_cells(_languages(met)),
        hours_per_board=_per_board(found),
        disposal_proposed=shown_count(found.disposal_proposed),
        referrals=shown_cells(_counted(kind for kind, referral in work.referrals if referral.sent_at)),
    )


def _counted(keys: Iterable[Key]) -> dict[Key, int]:
    return dict(sorted(Counter(keys).items(), key=lambda item: str(item[0]).rjust(20)))


def _of_people(work: Work, said: Iterable[tuple[Visit, Iterable[Key]]]) -> dict[Key, int]:
    """How many persons, not how many visits: somebody who came three times is one."""
    people: dict[Key, set[str]] = {}
    for visit, answers in said:
        for answer in answers:
            people.setdefault(answer, set()).add(work.known.survivor(visit.contact_id))
    counts = {answer: len(who) for answer, who in people.items()}
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _dangers(visit: Visit) -> list[AcuteAction]:
    return [one for one in visit.acute_actions if one is not AcuteAction.NO_DANGER]


def _due_week(one: FollowUp) -> date | None:
    """The Monday of the week in which it is to be done at the latest."""
    if not one.is_open or one.window is None:
        return None
    return one.window.latest - timedelta(days=one.window.latest.weekday())


def _languages(met: Iterable[Contact]) -> dict[str, int]:
    """Those that somebody needed; asked for so that an interpreter can be found."""
    return _counted(one.language for one in met if one.language)


def _hours(shifts: Iterable[Shift], now: datetime) -> int:
    return round(sum((shift.worked(now) for shift in shifts), timedelta()).total_seconds() / 3600)


def _per_board(found: Situation) -> dict[str, int]:
    boards: dict[str, list[Shift]] = {}
    for shift in found.shifts:
        boards.setdefault(found.home.get(shift.member, ""), []).append(shift)
    return {board: _hours(shifts, found.now) for board, shifts in sorted(boards.items())}
