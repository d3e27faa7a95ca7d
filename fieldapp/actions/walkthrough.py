"""How far an exercise has come, read from what was written since it began: nobody has to say that a step is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from fieldapp.actions import evaluating, proposals, queue, safety, sessions, visits, week
from fieldapp.actions.allowed import role_of
from fieldapp.actions.handover_records import handovers, taken
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import SessionState, SessionView
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.evaluation import EvaluationStage
from fieldapp.domain.follow_up import FollowUp
from fieldapp.domain.member import Role
from fieldapp.domain.referral import Referral
from fieldapp.domain.walkthrough import Step, Walkthrough

STEPS: Final = {
    Role.SOCIAL_EMERGENCY: (Step.OPEN_SESSION, Step.MEET_ANONYMOUS, Step.MEET_AND_PROMISE, Step.HAND_OVER),
    Role.SUPPORTER: (Step.OPEN_SESSION, Step.MEET_ANONYMOUS, Step.MEET_AND_PROMISE, Step.SECURE),
    Role.COORDINATOR: (Step.TAKE_OVER, Step.CALL, Step.REFER, Step.TAKE_WEEK),
    Role.SUPERVISOR: (Step.RECEIVE, Step.START_CLOSING, Step.CLOSE, Step.EVALUATE),
}


@dataclass(frozen=True, slots=True, repr=False)
class _Seen:
    """What this phone knows about the session that was opened last since the exercise began."""

    phone: Phone
    session: SessionView | None
    anonymous: int
    follow_ups: tuple[FollowUp, ...]
    referrals: tuple[Referral, ...]


def walkthrough(phone: Phone, since: datetime) -> Walkthrough:
    """`since`: when the exercise was made; what had happened before belongs to its story."""
    seen = _seen(phone, since)
    steps = STEPS.get(role_of(phone), ())
    first = next(iter(seen.follow_ups), None)
    referral = next((one for one in seen.referrals if one.sent_at is None), None)
    incoming = next(proposals.waiting(phone), None)
    return Walkthrough(
        steps=steps,
        done=frozenset(step for step in _done(seen) if step in steps),
        session_id=seen.session.id if seen.session else "",
        contact_id=first.contact_id if first else "",
        follow_up_id=first.id if first else "",
        referral_id=referral.id if referral else "",
        letter=incoming.letter if incoming else "",
    )


def _seen(phone: Phone, since: datetime) -> _Seen:
    opened = [one for one in sessions.sessions(phone) if one.opened_at is not None and one.opened_at >= since]
    session = max(opened, key=lambda one: one.opened_at or since, default=None)
    met = [one for one in visits.contacts(phone) if session is not None and one.session_id == session.id]
    ids = {one.id for one in met}
    return _Seen(
        phone,
        session,
        sum(one.identity_level is IdentityLevel.ANONYMOUS for one in met),
        tuple(one for one in queue.follow_ups(phone) if one.contact_id in ids),
        tuple(one for one in queue.referrals(phone) if one.contact_id in ids),
    )


def _done(seen: _Seen) -> Iterator[Step]:
    if seen.session is None:
        return
    yield Step.OPEN_SESSION
    if seen.anonymous:
        yield Step.MEET_ANONYMOUS
    if seen.follow_ups:
        yield from (Step.MEET_AND_PROMISE, Step.RECEIVE)
        if safety.safety(seen.phone).all_safe:
            yield Step.SECURE
    yield from _between_boards(seen.phone, seen.session)
    yield from _followed_up(seen)
    yield from _ended(seen.phone, seen.session)


def _between_boards(phone: Phone, session: SessionView) -> Iterator[Step]:
    if handovers(phone, session.id):
        yield Step.HAND_OVER
    if any(one.session_id == session.id for one in taken(phone)):
        yield Step.TAKE_OVER


def _followed_up(seen: _Seen) -> Iterator[Step]:
    if any(queue.attempts_of(seen.phone, one.id) for one in seen.follow_ups):
        yield Step.CALL
    if any(one.sent_at for one in seen.referrals):
        yield Step.REFER
    if not week.week(seen.phone).waits_for_me:
        yield Step.TAKE_WEEK


def _ended(phone: Phone, session: SessionView) -> Iterator[Step]:
    if session.state is not SessionState.OPEN:
        yield Step.START_CLOSING
    if session.state is SessionState.CLOSED:
        yield Step.CLOSE
    if evaluating.stage(phone, session.id) in (EvaluationStage.FINISHED, EvaluationStage.WAIVED):
        yield Step.EVALUATE
