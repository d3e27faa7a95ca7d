"""One person, opened: each opening is logged before anything is shown."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import Final

import flet as ft

from fieldapp.actions import persons
from fieldapp.actions.corrections import may_correct
from fieldapp.actions.disposals import may_propose
from fieldapp.actions.errors import GoneMeanwhile
from fieldapp.actions.extracts import may_extract
from fieldapp.actions.phone import Phone
from fieldapp.actions.views import FollowUpCard, PersonView, Role
from fieldapp.domain.contact_choices import IdentityLevel
from fieldapp.domain.read_entry import ReasonMissing
from fieldapp.ui import components as c
from fieldapp.ui.calls import call
from fieldapp.ui.component import screen
from fieldapp.ui.going import going
from fieldapp.ui.locking import use_lock
from fieldapp.ui.look import wide
from fieldapp.ui.screens.casework import person_parts, person_referrals, places
from fieldapp.ui.screens.casework.attempt import use_attempt
from fieldapp.ui.screens.casework.attempt_words import with_own_line
from fieldapp.ui.screens.casework.conflict import ConflictCard
from fieldapp.ui.screens.casework.desk import page_view
from fieldapp.ui.screens.casework.due import OPEN
from fieldapp.ui.screens.casework.known_to_me import KnownToMe
from fieldapp.ui.screens.casework.reason import use_reason
from fieldapp.ui.screens.casework.timeline import timeline
from fieldapp.ui.screens.duplicates.on_person import duplicate_parts
from fieldapp.ui.state import use_phone
from fieldapp.ui.tap import Action
from fieldapp.ui.words import _
from sync.errors import StodkedjanError

DOUBLE_TAP: Final = timedelta(seconds=0.7)


@dataclass(frozen=True, slots=True, repr=False)
class Opening:
    """How far the opening has come. `first` is what was handed out when it was logged."""

    first: PersonView | None = None
    needs_reason: bool = False
    problem: str = ""


@screen
def Person() -> ft.View:
    lock, phone = use_lock(), use_phone()
    contact_id = ft.use_route_params()["contact"]
    opening, set_opening = ft.use_state(Opening())
    unfolded, unfold = ft.use_state(False)

    async def enter(reason: str) -> None:
        set_opening(await asyncio.to_thread(_opened, phone, contact_id, reason))

    async def enter_at_once() -> None:
        await enter("")

    ft.use_effect(enter_at_once, [contact_id])
    use_reason(opening.needs_reason, enter, places.QUEUE)
    person = _now(phone, opening.first)
    card = _to_do(person)
    start = use_attempt(phone, card)
    page = partial(page_view, lock, phone, places.person(contact_id), _("The person"), back=going(places.QUEUE))
    if person is None:
        return page(_waiting(opening))
    need = person_parts.needs_and_reasons(person) if unfolded else _folded(partial(unfold, True))
    return page(
        *person_parts.who(person),
        *(ConflictCard(one, phone, key=f"{one.record_id}{one.field}") for one in person.conflicts),
        person_parts.contact(person),
        *person_parts.agreed(person),
        *duplicate_parts(phone, person),
        *_links(phone, person),
        KnownToMe(contact_id, places.QUEUE),
        aside=[
            timeline(person, phone.today()),
            person_referrals.referrals(person, phone.now()),
            *person_referrals.corrections(person),
            need,
        ],
        bottom=_bar(phone, person, card, start),
    )


def _opened(phone: Phone, contact_id: str, reason: str) -> Opening:
    try:
        return Opening(first=persons.open_person(phone, contact_id, reason))
    except ReasonMissing:
        return Opening(needs_reason=True)
    except StodkedjanError as error:
        return Opening(problem=error.sentence())


def _now(phone: Phone, first: PersonView | None) -> PersonView | None:
    """What is written since belongs to the same opening."""
    if first is None:
        return None
    try:
        return replace(persons.reread_person(phone, first.contact_id), opened_at=first.opened_at)
    except GoneMeanwhile:
        return first


def _to_do(person: PersonView | None) -> FollowUpCard | None:
    """The follow-up an attempt belongs to: the one that is due first."""
    waiting = [card for card in person.follow_ups if card.due in OPEN] if person else []
    return min(waiting, key=lambda card: card.window.latest, default=None)


def _waiting(opening: Opening) -> ft.Control:
    if not opening.problem:
        return c.working(_("Opening…"))
    back = c.secondary(_("Back to the queue"), going(places.QUEUE))
    return c.trouble(_("The person cannot be opened"), _(opening.problem), back)


def _links(phone: Phone, person: PersonView) -> list[ft.Control]:
    """A protected person has those whom a supervisor assigns, and is handed on to nobody else."""
    contact, found = person.contact_id, []
    if person.identity_level is not IdentityLevel.PROTECTED:
        called = c.quiet(_("The person has got in touch"), going(places.call_from(contact)), ft.Icons.CALL_RECEIVED)
        hand = c.quiet(_("Let a supporter take over"), going(places.hand_on(contact)), ft.Icons.PERSON_ADD_ALT)
        found += [called, hand]
    elif phone.role is Role.SUPERVISOR:
        found.append(c.quiet(_("Assign somebody"), going(places.assign(contact)), ft.Icons.PERSON_ADD_ALT))
    if may_correct(phone):
        found.append(c.quiet(_("Something is wrong"), going(places.correct(contact)), ft.Icons.RATE_REVIEW_OUTLINED))
    if may_extract(phone):
        found.append(c.quiet(_("Extract"), going(places.extract(contact)), ft.Icons.PICTURE_AS_PDF_OUTLINED))
    if may_propose(phone):
        found.append(c.quiet(_("Propose disposal"), going(places.dispose(contact)), ft.Icons.INVENTORY_2_OUTLINED))
    return [ft.Row([*found], wrap=True)] if found else []


def _folded(unfold: Action) -> ft.Control:
    return ft.Row([c.quiet(_("Show needs and reasons"), unfold, ft.Icons.UNFOLD_MORE)])


def _bar(phone: Phone, person: PersonView, card: FollowUpCard | None, start: Action) -> ft.Control | None:
    words = with_own_line(_("Call {number}").format(number=person.phone), person.phone)
    ring = c.primary(words, _ring(phone, person, card, start), ft.Icons.CALL)
    if card is None:
        agree = c.secondary(_("Agree the follow-up"), going(f"/agree/{person.contact_id}"))
        return c.bottom_bar(*([ring] if person.phone else []), agree)
    if not person.phone:
        return c.bottom_bar(c.primary(_("Note an attempt"), start, ft.Icons.ADD_CALL))
    if wide():
        return c.bottom_bar(c.pair(c.secondary(_("Note an attempt"), start), ring, shares=(2, 3)), in_pane=True)
    return c.bottom_bar(ring, c.quiet(_("Note an attempt"), start))


def _ring(phone: Phone, person: PersonView, card: FollowUpCard | None, start: Action) -> Action:
    """When the call is over, the sheet for noting it is already there."""

    async def ring() -> None:
        # The button stands where "Open the person" stood: the second half of a double tap must not call anybody.
        if phone.now() - person.opened_at < DOUBLE_TAP:
            return
        await call(person.phone)
        if card:
            start()

    return ring
