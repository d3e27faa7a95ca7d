"""Who was promised a contact, and has nobody or no day for it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeVar

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpResult
from fieldapp.domain.referral import Referral
from fieldapp.domain.visit import Visit
from fieldapp.domain.visit_choices import Outcome

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


Promised = TypeVar("Promised", FollowUp, Referral)


def without_owner_or_date(
    contacts: Iterable[Contact],
    visits: Iterable[Visit],
    follow_ups: Iterable[FollowUp],
    referrals: Iterable[Referral] = (),
    known: Persons | None = None,
) -> tuple[str, ...]:
    """The ids of persons with an open promise that lacks owner or dates, or a promise nothing came of.

    `known` says which contacts are one person; it is the survivor's id that is told.
    """
    joined = known or Persons()
    people = {contact.id: contact for contact in contacts}
    promised = list(follow_ups)
    last = _last_visits(joined, visits)
    made, sent = _by_person(joined, promised), _by_person(joined, referrals)
    elsewhere = _carried_elsewhere(promised, joined)
    # Also those whose own record this phone may not read: their promises count all the same.
    everybody = dict.fromkeys([*map(joined.survivor, people), *last, *made, *sent])
    current = (person for person in everybody if person not in elsewhere and _is_current(people, joined, person))
    return tuple(
        person for person in current if _is_let_down(last.get(person), made.get(person, []), sent.get(person, []))
    )


def _is_current(people: dict[str, Contact], joined: Persons, person: str) -> bool:
    known = [people[contact] for contact in joined.together(person) if contact in people]
    return not known or any(contact.status is not ContactStatus.VOIDED for contact in known)


def _carried_elsewhere(follow_ups: list[FollowUp], joined: Persons) -> set[str]:
    """Whose promise is kept through another contact, on a device that may read that one."""
    here = {follow_up.id for follow_up in follow_ups}
    return {joined.survivor(one.contact_id) for one in follow_ups if one.instead and one.instead not in here}


def _is_let_down(last_visit: Visit | None, follow_ups: list[FollowUp], referrals: list[Referral]) -> bool:
    running = [one for one in follow_ups if one.is_open]
    away = [one for one in referrals if one.is_open]
    if running or away:
        undated = any(not one.owner_queue or one.window is None for one in running)
        return undated or any(not one.owner_queue or one.due_at is None for one in away)
    ended = [follow_up for follow_up in follow_ups if follow_up.closed_reason is not ClosedReason.DUPLICATE]
    answered = [one.changed_at or _LONG_AGO for one in referrals]
    needs_another = _last_ending_needs_another(ended)
    if needs_another:
        return not any(at >= (needs_another.closed_at or _LONG_AGO) for at in answered)
    if last_visit is None or not (last_visit.outcome.promises_follow_up or last_visit.outcome is Outcome.REFERRED):
        return False
    met = last_visit.started_at or _LONG_AGO
    # What ended before the visit cannot be what the visit promised.
    return not any((one.closed_at or _LONG_AGO) >= met for one in ended) and not any(at >= met for at in answered)


def _last_ending_needs_another(ended: list[FollowUp]) -> FollowUp | None:
    last = max(ended, key=lambda follow_up: follow_up.closed_at or _LONG_AGO, default=None)
    goes_on = (FollowUpResult.CONTINUED_NEED, FollowUpResult.REFERRED)
    return last if last is not None and last.result in goes_on else None


def _last_visits(joined: Persons, visits: Iterable[Visit]) -> dict[str, Visit]:
    counted = (visit for visit in visits if not visit.voided)
    in_order = sorted(counted, key=lambda visit: (visit.started_at or _LONG_AGO, visit.id))
    return {joined.survivor(visit.contact_id): visit for visit in in_order}


def _by_person(joined: Persons, promised: Iterable[Promised]) -> dict[str, list[Promised]]:
    made: dict[str, list[Promised]] = {}
    for one in promised:
        made.setdefault(joined.survivor(one.contact_id), []).append(one)
    return made
