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
    current = (person for person in people if people[person].status is not ContactStatus.MERGED)
    return tuple(
        person
        for person in current
        if people[person].status is not ContactStatus.VOIDED and _is_let_down(last.get(person), made.get(person, []))
    )


def _is_let_down(last_visit: Visit | None, follow_ups: list[FollowUp]) -> bool:
    running = [follow_up for follow_up in follow_ups if follow_up.is_open]
    if running:
        return any(not follow_up.owner_queue or follow_up.window is None for follow_up in running)
    if _newest_ending_needs_another(follow_ups):
        return True
    promised = last_visit is not None and last_visit.outcome.promises_follow_up
    return promised and not any(_keeps(follow_up, last_visit) for follow_up in follow_ups)


def _newest_ending_needs_another(follow_ups: list[FollowUp]) -> bool:
    newest = max(follow_ups, key=lambda follow_up: follow_up.closed_at or _LONG_AGO, default=None)
    return newest is not None and newest.result is FollowUpResult.CONTINUED_NEED


def _keeps(follow_up: FollowUp, visit: Visit | None) -> bool:
    """A follow-up that ended before the visit cannot be what the visit promised; a duplicate keeps nothing."""
    if follow_up.closed_reason is ClosedReason.DUPLICATE or follow_up.closed_at is None:
        return False
    return visit is None or follow_up.closed_at >= (visit.started_at or _LONG_AGO)


def _last_visits(people: dict[str, Contact], visits: Iterable[Visit]) -> dict[str, Visit]:
    in_order = sorted(visits, key=lambda visit: (visit.started_at or _LONG_AGO, visit.id))
    return {_survivor(people, visit.contact_id): visit for visit in in_order}


def _by_person(people: dict[str, Contact], follow_ups: Iterable[FollowUp]) -> dict[str, list[FollowUp]]:
    made: dict[str, list[FollowUp]] = {}
    for follow_up in follow_ups:
        made.setdefault(_survivor(people, follow_up.contact_id), []).append(follow_up)
    return made


def _survivor(people: dict[str, Contact], contact_id: str) -> str:
    """The contact that a confirmed duplicate was joined to; two joined to each other stay themselves."""
    passed = {contact_id}
    while (found := people.get(contact_id)) and found.status is ContactStatus.MERGED:
        if found.merged_into in passed:
            break
        contact_id = found.merged_into
        passed.add(contact_id)
    return contact_id
