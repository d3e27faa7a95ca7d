"""Who was promised a contact, and has nobody or no day for it."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Final

from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import ContactStatus
from fieldapp.domain.duplicates import Persons
from fieldapp.domain.follow_up import ClosedReason, FollowUp, FollowUpResult
from fieldapp.domain.visit import Visit

_LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)


def without_owner_or_date(
    contacts: Iterable[Contact],
    visits: Iterable[Visit],
    follow_ups: Iterable[FollowUp],
    known: Persons | None = None,
) -> tuple[str, ...]:
    """The ids of persons with an open follow-up that lacks owner or dates, or a promise nothing came of.

    `known` says which contacts are one person; it is the survivor's id that is told.
    """
    joined = known or Persons()
    people = {contact.id: contact for contact in contacts}
    promised = list(follow_ups)
    last = _last_visits(joined, visits)
    made = _by_person(joined, promised)
    elsewhere = _carried_elsewhere(promised, joined)
    # Also those whose own record this phone may not read: their promises count all the same.
    everybody = dict.fromkeys([*map(joined.survivor, people), *last, *made])
    current = (person for person in everybody if person not in elsewhere and _is_current(people, joined, person))
    return tuple(person for person in current if _is_let_down(last.get(person), made.get(person, [])))


def _is_current(people: dict[str, Contact], joined: Persons, person: str) -> bool:
    known = [people[contact] for contact in joined.together(person) if contact in people]
    return not known or any(contact.status is not ContactStatus.VOIDED for contact in known)


def _carried_elsewhere(follow_ups: list[FollowUp], joined: Persons) -> set[str]:
    """Whose promise is kept through another contact, on a device that may read that one."""
    here = {follow_up.id for follow_up in follow_ups}
    return {joined.survivor(one.contact_id) for one in follow_ups if one.instead and one.instead not in here}


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


def _last_visits(joined: Persons, visits: Iterable[Visit]) -> dict[str, Visit]:
    counted = (visit for visit in visits if not visit.voided)
    in_order = sorted(counted, key=lambda visit: (visit.started_at or _LONG_AGO, visit.id))
    return {joined.survivor(visit.contact_id): visit for visit in in_order}


def _by_person(joined: Persons, follow_ups: Iterable[FollowUp]) -> dict[str, list[FollowUp]]:
    made: dict[str, list[FollowUp]] = {}
    for follow_up in follow_ups:
        made.setdefault(joined.survivor(follow_up.contact_id), []).append(follow_up)
    return made
