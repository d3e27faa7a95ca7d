"""A request to a recipient to contact a person: it ends when contact is confirmed, never by having been sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from fieldapp.domain.clock import instant
from fieldapp.domain.consent import ConsentContent
from fieldapp.domain.field_values import as_choice, as_choices, as_instant, as_number, as_text
from fieldapp.domain.follow_up import DueState
from fieldapp.domain.merge import Record, conflicts, shown, shown_at
from fieldapp.domain.referral_choices import (
    ReferralChannel,
    ReferralEnding,
    ReferralPriority,
    ReferralStanding,
    ReferralState,
    ReferralTask,
)
from fieldapp.domain.visit_choices import Need
from sync.errors import FixAndRetry

_S = ReferralState
REMINDED_ANSWER_TIME: Final = timedelta(hours=72)
OWN_TASK_TIME: Final = timedelta(hours=24)
CLOSE_AFTER_CONTACT: Final = timedelta(days=14)

_SIDE_EXITS: Final = (_S.DECLINED_BY_PERSON, _S.WITHDRAWN, _S.CLOSED_BY_COORDINATOR)
_BACK: Final = (_S.RETURNED, _S.UNREACHABLE, _S.REDIRECTED)
MOVES: Final[Mapping[ReferralState, tuple[ReferralState, ...]]] = {
    _S.DRAFT: (_S.SENT, *_SIDE_EXITS),
    _S.SENT: (_S.RECEIVED, _S.CONTACT_ESTABLISHED, *_BACK, *_SIDE_EXITS),
    _S.RECEIVED: (_S.CONTACT_ESTABLISHED, *_BACK, *_SIDE_EXITS),
    _S.CONTACT_ESTABLISHED: (_S.CLOSED, _S.RETURNED, _S.WITHDRAWN),
    _S.RETURNED: (_S.SENT, _S.REDIRECTED, *_SIDE_EXITS),
    _S.UNREACHABLE: (_S.SENT, _S.CONTACT_ESTABLISHED, _S.REDIRECTED, *_SIDE_EXITS),
    _S.CLOSED: (),
    _S.REDIRECTED: (),
    _S.DECLINED_BY_PERSON: (),
    _S.WITHDRAWN: (),
    _S.CLOSED_BY_COORDINATOR: (),
}


class ReferralMoveNotPossible(FixAndRetry):
    """The referral does not stand as it did when this was shown. Open it again to see how it stands now."""


class EndingReasonMissing(FixAndRetry):
    """A referral without a confirmed contact can only be ended with a reason. Choose why."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Referral:
    """What the queue knows: that there is one, how it stands and since when; not to whom nor about what."""

    id: str
    contact_id: str = ""
    session_id: str = ""
    code: str = ""
    priority: ReferralPriority = ReferralPriority.NORMAL
    state: ReferralState = ReferralState.DRAFT
    owner_queue: str = ""
    contact_person: str = ""
    proposed_at: datetime | None = None
    sent_at: datetime | None = None
    reminded_at: datetime | None = None
    received_at: datetime | None = None
    first_contact_at: datetime | None = None
    recipient_told_at: datetime | None = None
    changed_at: datetime | None = None
    redirected_to: str = ""
    redirected_from: str = ""
    watch_id: str = ""
    watch_rev: int = 0
    protected: bool = False
    in_conflict: bool = False

    @classmethod
    def from_record(cls, record: Record) -> "Referral":
        return cls(
            id=record["id"],
            contact_id=as_text(shown(record, "contact_id")),
            session_id=as_text(shown(record, "session_id")),
            code=as_text(shown(record, "code")),
            # A priority of tomorrow is answered for as soon as the shortest of today.
            priority=as_choice(ReferralPriority, shown(record, "priority")) or ReferralPriority.ACUTE,
            # A state of tomorrow counts as sent: somebody has to ask how it stands.
            state=as_choice(ReferralState, shown(record, "state")) or ReferralState.SENT,
            owner_queue=as_text(shown(record, "owner_queue")),
            contact_person=as_text(shown(record, "contact_person")),
            proposed_at=as_instant(shown(record, "proposed_at")),
            sent_at=as_instant(shown(record, "sent_at")),
            reminded_at=as_instant(shown(record, "reminded_at")),
            received_at=as_instant(shown(record, "received_at")),
            first_contact_at=as_instant(shown(record, "first_contact_at")),
            recipient_told_at=as_instant(shown(record, "recipient_told_at")),
            changed_at=instant(shown_at(record, "state")),
            redirected_to=as_text(shown(record, "redirected_to")),
            redirected_from=as_text(shown(record, "redirected_from")),
            watch_id=as_text(shown(record, "watch_id")),
            watch_rev=as_number(shown(record, "watch_rev")) or 0,
            protected=shown(record, "protected") is True,
            in_conflict=bool(conflicts(record)),
        )

    @property
    def task(self) -> ReferralTask | None:
        """What is left for us to do; None when it is over."""
        if self.state is ReferralState.WITHDRAWN:
            # It may have been sent on one phone while the consent was withdrawn on another.
            return ReferralTask.TELL_RECIPIENT if self.sent_at and not self.recipient_told_at else None
        return _TASKS.get(self.state)

    @property
    def is_open(self) -> bool:
        return self.task is not None

    @property
    def due_at(self) -> datetime | None:
        """When the next thing should have happened; None when it is over, or no time of it can be read."""
        since, time = self._clock
        if since is None or not self.is_open:
            return None
        try:
            return since + time
        except OverflowError:
            return None

    @property
    def _clock(self) -> tuple[datetime | None, timedelta]:
        answer_time = self.priority.answer_time
        match self.state:
            case ReferralState.DRAFT:
                return self.proposed_at or self.changed_at, answer_time
            case ReferralState.SENT if self.reminded_at and self.reminded_at >= (self.sent_at or self.reminded_at):
                return self.reminded_at, min(answer_time, REMINDED_ANSWER_TIME)
            case ReferralState.SENT:
                return self.sent_at or self.changed_at, answer_time
            case ReferralState.RECEIVED:
                return self.received_at or self.changed_at, answer_time
            case ReferralState.CONTACT_ESTABLISHED:
                return self.first_contact_at or self.changed_at, CLOSE_AFTER_CONTACT
        return self.changed_at, OWN_TASK_TIME

    def is_unanswered(self, now: datetime) -> bool:
        return self.state is ReferralState.SENT and (self.due_at is None or now > self.due_at)

    def due_state(self, now: datetime) -> DueState:
        """For an open one; what cannot be read is overdue, so that somebody looks."""
        if self.due_at is None or now > self.due_at:
            return DueState.OVERDUE
        return DueState.DUE if self.due_at - now <= OWN_TASK_TIME else DueState.COMING

    def watch_day(self, zone: tzinfo, otherwise: date) -> date:
        return self.due_at.astimezone(zone).date() if self.due_at else otherwise

    def standing(self, now: datetime, *, is_covered: bool, is_complete: bool = True) -> ReferralStanding:
        """`is_covered`: consent or another basis covers it; `is_complete`: it is known to whom and about what."""
        if self.state is ReferralState.DRAFT and is_complete:
            return ReferralStanding.READY if is_covered else ReferralStanding.AWAITING_CONSENT
        return ReferralStanding.NO_RESPONSE if self.is_unanswered(now) else ReferralStanding(self.state.value)


_TASKS: Final[Mapping[ReferralState, ReferralTask]] = {
    _S.DRAFT: ReferralTask.SEND_REFERRAL,
    _S.SENT: ReferralTask.GET_ANSWER,
    _S.RECEIVED: ReferralTask.CONFIRM_CONTACT,
    _S.CONTACT_ESTABLISHED: ReferralTask.CLOSE_REFERRAL,
    _S.RETURNED: ReferralTask.FIND_ANOTHER_WAY,
    _S.UNREACHABLE: ReferralTask.FIND_ANOTHER_WAY,
}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ReferralContent:
    """To whom and about what; kept where the person's own record is."""

    id: str
    referral_id: str = ""
    contact_id: str = ""
    recipient: str = ""
    need: Need | None = None
    content: tuple[ConsentContent, ...] = ()
    channels: tuple[ReferralChannel, ...] = ()
    received_by: str = ""
    ending: ReferralEnding | None = None

    @classmethod
    def from_record(cls, record: Record) -> "ReferralContent":
        return cls(
            id=record["id"],
            referral_id=as_text(shown(record, "referral_id")),
            contact_id=as_text(shown(record, "contact_id")),
            recipient=as_text(shown(record, "recipient")),
            need=as_choice(Need, shown(record, "need")),
            content=as_choices(ConsentContent, shown(record, "content")),
            channels=as_choices(ReferralChannel, shown(record, "channels")),
            received_by=as_text(shown(record, "received_by")),
            ending=as_choice(ReferralEnding, shown(record, "ending")),
        )


def check_move(referral: Referral, to: ReferralState, *, ending: ReferralEnding | None = None) -> None:
    """Sending is checked by referral_consent.check_sending too. Raises ReferralMoveNotPossible, EndingReasonMissing."""
    if to not in MOVES[referral.state]:
        raise ReferralMoveNotPossible
    if to is ReferralState.CLOSED_BY_COORDINATOR and ending is None:
        raise EndingReasonMissing
