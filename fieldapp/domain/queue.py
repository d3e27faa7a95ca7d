"""The coordinator's list: what is late, unanswered, due and coming; never why."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from functools import partial
from typing import Final

from fieldapp.domain.follow_up import DueState, FollowUp, FollowUpKind
from fieldapp.domain.priority import Priority
from fieldapp.domain.referral import Referral
from fieldapp.domain.referral_choices import ReferralTask
from fieldapp.domain.windows import DueWindow

DAYS_PER_STEP: Final = 7
_ORDER: Final = {state: place for place, state in enumerate(DueState)}


class QueueFilter(StrEnum):
    ALL = "all"
    OVERDUE = "overdue"
    UNANSWERED = "unanswered"
    DUE = "due"
    COMING = "coming"
    UNCLAIMED = "unclaimed"
    IN_CONFLICT = "in_conflict"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QueueItem:
    """Everything a list may show of a person. The law on social records allows no more.

    Either a follow-up or a referral: `follow_up_id` or `referral_id` is "".
    """

    follow_up_id: str
    contact_id: str
    code: str
    kind: FollowUpKind | ReferralTask
    window: DueWindow | None
    priority: Priority
    state: DueState
    owner_queue: str
    contact_person: str
    in_conflict: bool
    protected: bool
    referral_id: str = ""
    unanswered: bool = False

    @property
    def is_unclaimed(self) -> bool:
        return not self.contact_person

    def matches(self, chosen: QueueFilter) -> bool:
        if chosen is QueueFilter.UNCLAIMED:
            return self.is_unclaimed
        if chosen is QueueFilter.IN_CONFLICT:
            return self.in_conflict
        if chosen is QueueFilter.UNANSWERED or self.unanswered:
            return self.unanswered and chosen in (QueueFilter.ALL, QueueFilter.UNANSWERED)
        return chosen is QueueFilter.ALL or chosen.value == self.state.value


@dataclass(frozen=True, slots=True)
class Queue:
    """The open follow-ups and referrals, first the one to take next."""

    items: tuple[QueueItem, ...]

    @property
    def next(self) -> QueueItem | None:
        return self.items[0] if self.items else None

    @property
    def overdue(self) -> tuple[QueueItem, ...]:
        return self.only(QueueFilter.OVERDUE)

    @property
    def unanswered(self) -> tuple[QueueItem, ...]:
        return self.only(QueueFilter.UNANSWERED)

    @property
    def due(self) -> tuple[QueueItem, ...]:
        return self.only(QueueFilter.DUE)

    @property
    def coming(self) -> tuple[QueueItem, ...]:
        return self.only(QueueFilter.COMING)

    @property
    def unclaimed(self) -> tuple[QueueItem, ...]:
        return self.only(QueueFilter.UNCLAIMED)

    @property
    def counts(self) -> dict[QueueFilter, int]:
        return {chosen: len(self.only(chosen)) for chosen in QueueFilter}

    def only(self, chosen: QueueFilter) -> tuple[QueueItem, ...]:
        return tuple(item for item in self.items if item.matches(chosen))


def queue(
    follow_ups: Iterable[FollowUp],
    codes: Mapping[str, str],
    today: date,
    *,
    protected_contacts: Container[str] = frozenset(),
    away: Iterable[QueueItem] = (),
) -> Queue:
    """`codes`: contact id → code, where the contact can be read; otherwise the follow-up's own code is shown.

    `away`: the referrals, as `referral_items` gives them.
    """
    items = (_item(follow_up, codes, today, protected_contacts) for follow_up in follow_ups if follow_up.is_open)
    return Queue(tuple(sorted((*items, *away), key=partial(_urgency, today))))


def referral_items(
    referrals: Iterable[Referral], codes: Mapping[str, str], now: datetime, zone: tzinfo
) -> Iterator[QueueItem]:
    """The open ones; `now` because an answer may be due within hours."""
    for one in referrals:
        if one.task:
            yield QueueItem(
                follow_up_id="",
                contact_id=one.contact_id,
                code=codes.get(one.contact_id, one.code),
                kind=one.task,
                window=_until(one, now, zone),
                priority=one.priority.in_list,
                state=one.due_state(now),
                owner_queue=one.owner_queue,
                contact_person=one.contact_person,
                in_conflict=one.in_conflict,
                protected=one.protected,
                referral_id=one.id,
                unanswered=one.is_unanswered(now),
            )


def _until(referral: Referral, now: datetime, zone: tzinfo) -> DueWindow:
    """One that is due may be done from today on; one that is awaited has only its last day."""
    today = now.astimezone(zone).date()
    latest = referral.watch_day(zone, today)
    is_due = referral.due_state(now) is DueState.DUE
    return DueWindow(min(today, latest) if is_due else latest, latest, latest)


def _item(follow_up: FollowUp, codes: Mapping[str, str], today: date, protected_contacts: Container[str]) -> QueueItem:
    return QueueItem(
        follow_up_id=follow_up.id,
        contact_id=follow_up.contact_id,
        code=codes.get(follow_up.contact_id, follow_up.code),
        kind=follow_up.kind,
        window=follow_up.window,
        priority=follow_up.priority,
        state=follow_up.due_state(today),
        owner_queue=follow_up.owner_queue,
        contact_person=follow_up.contact_person,
        in_conflict=follow_up.in_conflict,
        protected=follow_up.protected or follow_up.contact_id in protected_contacts,
    )


def _urgency(today: date, item: QueueItem) -> tuple[int, bool, int, date, str, str]:
    latest = item.window.latest if item.window else date.min
    return (
        _ORDER[item.state],
        item.unanswered,
        _aged(item, today),
        latest,
        item.code,
        item.follow_up_id or item.referral_id,
    )


def _aged(item: QueueItem, today: date) -> int:
    """Each week a promise is late lifts it one priority, so that nothing lies at the bottom for ever."""
    weeks_late = item.window.days_overdue(today) // DAYS_PER_STEP if item.window else item.priority.rank
    return max(0, item.priority.rank - weeks_late)
