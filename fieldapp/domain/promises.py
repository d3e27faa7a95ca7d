"""Who was promised a contact, and has nobody or no day for it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpResult
from fieldapp.domain.visit import Visit

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def without_owner_or_date(
    contacts: Iterable[Contact], visits: Iterable[Visit], follow_ups: Iterable[FollowUp]
) -> tuple[str, ...]:
    """The ids of contacts with an open follow-up that lacks owner or dates, or a promise nothing came of."""
    people = {contact.id: contact for contact in contacts}
    last = _last_visits(people, visits)
    made = _by_person(people, follow_ups)
    # Also those whose own record this phone may not read: their promises count all the same.
    everybody = (person for person in dict.fromkeys([*people, *last, *made]) if _is_current(people, person))
    return tuple(person for person in everybody if _is_let_down(last.get(person), made.get(person, [])))


def _is_current(people: dict[str, Contact], person: str) -> bool:
    is_voided = person in people and people[person].status is ContactStatus.VOIDED
    return not is_voided and _survivor(people, person) == person


def _is_let_down(last_visit: Visit | None, follow_ups: list[FollowUp]) -> bool:
    running = [follow_up for follow_up in follow_ups if follow_up.is_open]
    if running:
        return any(not follow_up.owner_queue or follow_up.window is None for follow_up in running)
    ended = [follow_up for follow_up in follow_ups if follow_up.closed_reason is not ClosedReason.DUPLICATE]
    if _last_ending_needs_another(ended):
        return True
    promised = last_visit is not None and last_visit.outcome.promises_follow_up
    return promised and not any(_ended_after(follow_up, last_visit) for follow_up in ended)


def _last_ending_needs_another(ended: list[FollowUp]) -> bool:
    last = max(ended, key=lambda follow_up: follow_up.closed_at or _LONG_AGO, default=None)
    return last is not None and last.result is FollowUpResult.CONTINUED_NEED


def _ended_after(follow_up: FollowUp, visit: Visit | None) -> bool:
    """A follow-up that ended before the visit cannot be what the visit promised."""
    started = visit.started_at if visit else None
    return (follow_up.closed_at or _LONG_AGO) >= (started or _LONG_AGO)


def _last_visits(people: dict[str, Contact], visits: Iterable[Visit]) -> dict[str, Visit]:
    counted = (visit for visit in visits if not visit.voided)
    in_order = sorted(counted, key=lambda visit: (visit.started_at or _LONG_AGO, visit.id))
    return {_survivor(people, visit.contact_id): visit for visit in in_order}


def _by_person(people: dict[str, Contact], follow_ups: Iterable[FollowUp]) -> dict[str, list[FollowUp]]:
    made: dict[str, list[FollowUp]] = {}
    for follow_up in follow_ups:
        made.setdefault(_survivor(people, follow_up.contact_id), []).append(follow_up)
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
