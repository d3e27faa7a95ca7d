"""Who was promised a contact, and has nobody or no day for it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final, TypeVar

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
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
) -> tuple[str, ...]:
    """The ids of contacts with an open promise that lacks owner or dates, or a promise nothing came of."""
    people = {contact.id: contact for contact in contacts}
    last = _last_visits(people, visits)
    made, sent = _by_person(people, follow_ups), _by_person(people, referrals)
    # Also those whose own record this phone may not read: their promises count all the same.
    everybody = (person for person in dict.fromkeys([*people, *last, *made, *sent]) if _is_current(people, person))
    return tuple(
        person for person in everybody if _is_let_down(last.get(person), made.get(person, []), sent.get(person, []))
    )


def _is_current(people: dict[str, Contact], person: str) -> bool:
    is_voided = person in people and people[person].status is ContactStatus.VOIDED
    return not is_voided and _survivor(people, person) == person


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


def _last_visits(people: dict[str, Contact], visits: Iterable[Visit]) -> dict[str, Visit]:
    counted = (visit for visit in visits if not visit.voided)
    in_order = sorted(counted, key=lambda visit: (visit.started_at or _LONG_AGO, visit.id))
    return {_survivor(people, visit.contact_id): visit for visit in in_order}


def _by_person(people: dict[str, Contact], promised: Iterable[Promised]) -> dict[str, list[Promised]]:
    made: dict[str, list[Promised]] = {}
    for one in promised:
        made.setdefault(_survivor(people, one.contact_id), []).append(one)
    return made


def _survivor(people: dict[str, Contact], contact_id: str) -> str:
    """The contact that a confirmed duplicate was joined to."""
    passed = [contact_id]
    while into := _joined_into(people.get(passed[-1])):
        if into in passed:
            # Two phones joined them crosswise; any of the circle will do, as long as it is the same one.
            return min(passed[passed.index(into) :])
        passed.append(into)
    return passed[-1]


def _joined_into(contact: Contact | None) -> str:
    return contact.merged_into if contact and contact.status is ContactStatus.MERGED else ""
