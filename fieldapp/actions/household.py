"""A family that is called once: who else an attempt is for."""

from collections.abc import Iterable
from contextlib import suppress

from fieldapp.actions import one_person
from fieldapp.actions.persons import set_result
from fieldapp.actions.phone import Phone
from fieldapp.actions.queue import follow_up_of, follow_ups
from fieldapp.actions.visits import contacts
from fieldapp.domain.contact import Contact
from fieldapp.domain.follow_up import AlreadyClosed, DueState, FollowUp, FollowUpResult, UnreachableTooSoon


def family_of(phone: Phone, contact_id: str) -> tuple[Contact, ...]:
    """The others who are handled together with this person; none of them protected, none of them joined to her."""
    person = one_person.person(phone, contact_id)
    if person is None or not person.group_id or person.is_protected:
        return ()
    same = {one_person.survivor(phone, one.id) for one in contacts(phone) if one.group_id == person.group_id}
    found = (one_person.person(phone, one) for one in sorted(same - {person.id}))
    return tuple(one for one in found if one and not one.is_protected)


def also_for(phone: Phone, follow_up_id: str) -> tuple[FollowUp, ...]:
    """Of each of the others the open promise that the same call can keep: the same kind, or one that is due."""
    mine = follow_up_of(phone, follow_up_id)
    family = {one.id for one in family_of(phone, mine.contact_id)}
    open_now = [
        one for one in follow_ups(phone) if one.is_open and one_person.survivor(phone, one.contact_id) in family
    ]
    fitting = [one for one in open_now if one.kind is mine.kind or one.due_state(phone.today()) is not DueState.COMING]
    first: dict[str, FollowUp] = {}
    for one in sorted(fitting, key=lambda each: (each.kind is not mine.kind, each.id)):
        first.setdefault(one_person.survivor(phone, one.contact_id), one)
    return tuple(first.values())


def end_together(phone: Phone, follow_up_ids: Iterable[str], result: FollowUpResult) -> None:
    """What the call ended for one it ends for all, but nobody is given up on who was not tried often enough."""
    for follow_up_id in follow_up_ids:
        with suppress(UnreachableTooSoon, AlreadyClosed):
            set_result(phone, follow_up_id, result)
