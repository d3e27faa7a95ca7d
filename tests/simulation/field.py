"""What supporters do."""

import random
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

from fieldapp.actions import counting, door, drafts, leaving, persons, promises, rescue, sessions, visits, wiping
from fieldapp.actions.visits import contacts
from fieldapp.crypto.vault import WrongPassphrase
from fieldapp.domain.consent import ConsentAnswer
from fieldapp.domain.contact import Contact
from fieldapp.domain.contact_choices import (
    AffectedAs,
    AgeBand,
    BestTime,
    ContactStatus,
    ContactWay,
    IdentityLevel,
    ProtectedGrade,
    is_child,
)
from fieldapp.domain.follow_up import FollowUpKind
from fieldapp.domain.follow_up_form import FollowUpForm
from fieldapp.domain.incident import AlarmSource, IncidentType
from fieldapp.domain.site import SiteKind
from fieldapp.domain.tally import TallyGroup
from fieldapp.domain.visit_choices import AcuteAction, LeftWith, Need, Outcome, SupportGiven
from fieldapp.domain.visit_form import VisitForm, to_json
from tests.simulation import joining
from tests.simulation.people import SECRET_NAME, SECRET_NUMBER, Person

if TYPE_CHECKING:
    from tests.simulation.world import World

Choice = TypeVar("Choice", bound=StrEnum)


def a(kind: type[Choice], dice: random.Random) -> Choice:
    return dice.choice(list(kind))


def number(dice: random.Random) -> str:
    return f"{SECRET_NUMBER}{dice.randrange(1000):03}"


def open_a_session(world: "World", person: Person, dice: random.Random) -> str:
    form = sessions.OpenSession(
        incident_type=a(IncidentType, dice),
        area=f"{SECRET_NAME}gatan {dice.randrange(99)}",
        alarm_source=a(AlarmSource, dice),
        site_kind=a(SiteKind, dice),
    )
    opened = sessions.open_session(person.open, form)
    world.spoken_codes.append(opened.code)
    return f"opens session {opened.code}"


def join(world: "World", person: Person, dice: random.Random) -> str:
    if not world.spoken_codes:
        return open_a_session(world, person, dice)
    code = dice.choice(world.spoken_codes[-3:])
    sessions.join_session(person.open, code)
    return f"joins session {code}"


def leave(world: "World", person: Person, dice: random.Random) -> str:
    session = sessions.current(person.open)
    if session is None:
        return "has no session to leave"
    leaving.check_out(person.open, session.id)
    person.left.add(bytes.fromhex(session.id))
    return f"checks out of {session.code}"


def visit(world: "World", person: Person, dice: random.Random) -> str:
    return _register(world, person, dice, returning="")


def meet_again(world: "World", person: Person, dice: random.Random) -> str:
    """Somebody with a code, known to this phone or not."""
    known = [contact.code for contact in contacts(person.open) if contact.code]
    codes = known if known and dice.random() < 0.7 else sorted(world.truth.codes)
    return _register(world, person, dice, returning=dice.choice(codes) if codes else "")


def _register(world: "World", person: Person, dice: random.Random, *, returning: str) -> str:
    session = sessions.current(person.open)
    if session is None:
        return join(world, person, dice)
    code = visits.new_code(person.open)
    world.truth.codes.add(code)
    form = replace(visit_form(dice, person), returning_code=returning)
    person.last_visit = visits.register_visit(person.open, session.id, code, form)
    if dice.random() < 0.1:
        visits.register_visit(person.open, session.id, code, form)
    return f"registers a visit in {session.code} with {person.last_visit.code} ({form.outcome})"


def visit_form(dice: random.Random, person: Person) -> VisitForm:
    level, age = a(IdentityLevel, dice), a(AgeBand, dice)
    protected = level is IdentityLevel.PROTECTED
    return VisitForm(
        identity_level=level,
        name=f"Amina {SECRET_NAME}",
        protected_grade=a(ProtectedGrade, dice) if protected else None,
        contact_way=ContactWay.MAIL_VIA_TAX_AGENCY if protected else None,
        age_band=age,
        affected_as=a(AffectedAs, dice),
        needs=(a(Need, dice),),
        support_given=(a(SupportGiven, dice),),
        acute_actions=(a(AcuteAction, dice),),
        outcome=a(Outcome, dice),
        note=f"{SECRET_NAME} vill prata {dice.randrange(99)}",
        info_given=True,
        child_alone=False if is_child(age) else None,
        left_with=a(LeftWith, dice),
        started_at=person.now() - timedelta(minutes=dice.randrange(180)),
        duration_min=dice.randrange(60),
    )


def known_contact(person: Person, dice: random.Random) -> Contact | None:
    found = [contact for contact in contacts(person.open) if contact.status is not ContactStatus.VOIDED]
    return dice.choice(sorted(found, key=lambda contact: contact.code)) if found else None


def call_form(person: Person, dice: random.Random) -> FollowUpForm:
    return FollowUpForm(
        kind=dice.choice((FollowUpKind.EARLY, FollowUpKind.ONE_MONTH, FollowUpKind.CUSTOM)),
        custom_date=person.open.today() + timedelta(days=dice.randrange(1, 60)),
        contact_way=ContactWay.PHONE,
        phone=number(dice),
        ok_leave_message=dice.random() < 0.5,
        best_time=a(BestTime, dice),
        wants=ConsentAnswer.YES,
        agreement=f"Vi ringer {SECRET_NAME}",
    )


def agree(world: "World", person: Person, dice: random.Random) -> str:
    contact = known_contact(person, dice)
    if contact is None:
        return visit(world, person, dice)
    agreed = promises.agree(person.open, contact.id, call_form(person, dice))
    return f"promises {contact.code} a call by {agreed.window.latest}"


def decline(world: "World", person: Person, dice: random.Random) -> str:
    contact = known_contact(person, dice)
    if contact is None:
        return visit(world, person, dice)
    again = dice.choice((None, FollowUpKind.ONE_MONTH, FollowUpKind.EARLY))
    promises.decline(person.open, contact.id, again)
    return f"notes that {contact.code} does not want to" + (" now, but may be asked again" if again else "")


def edit(world: "World", person: Person, dice: random.Random) -> str:
    """The same person's number and best time, which others may be changing too."""
    contact = known_contact(person, dice)
    if contact is None:
        return "finds nobody whose number to change"
    promises.agree(person.open, contact.id, call_form(person, dice))
    return f"changes the number of {contact.code}, with a new promise"


def count(world: "World", person: Person, dice: random.Random) -> str:
    session = sessions.current(person.open)
    if session is None:
        return join(world, person, dice)
    counting.count(person.open, session.id, a(TallyGroup, dice), dice.choice((1, 1, 1, -1)))
    return f"counts heads in {session.code}"


def draft(world: "World", person: Person, dice: random.Random) -> str:
    if dice.random() < 0.4 and drafts.load(person.open, visits.DRAFT) is not None:
        drafts.discard(person.open, visits.DRAFT)
        return "throws a draft away"
    drafts.save(person.open, visits.DRAFT, to_json(visit_form(dice, person)))
    return "leaves a visit half filled in"


def undo(world: "World", person: Person, dice: random.Random) -> str:
    if person.last_visit is None:
        return "has nothing to undo"
    saved, person.last_visit = person.last_visit, None
    visits.undo_visit(person.open, saved)
    return f"takes back the visit with {saved.code}"


def settle(world: "World", person: Person, dice: random.Random) -> str:
    for contact in sorted(contacts(person.open), key=lambda contact: contact.code):
        found = persons.reread_person(person.open, contact.id).conflicts
        if found:
            persons.settle(person.open, found[0], dice.randrange(len(found[0].values)))
            return f"settles the {found[0].field} of {contact.code}"
    return "finds nothing to settle"


def restart(world: "World", person: Person, dice: random.Random) -> str:
    world.lock(person)
    world.unlock(person)
    return "locks and unlocks"


def forget_the_passphrase(world: "World", person: Person, dice: random.Random) -> str:
    """From the lock screen: send what waits, wipe, and come back with a new invite."""
    world.lock(person)
    try:
        door.unlock(person.folder, "jag minns inte alls", clock=person.now)
    except WrongPassphrase:
        world.tell(f"{person.name} has forgotten her passphrase")
    rescue.deliver_locked(person.folder)
    wiping.start_over(person.folder, clock=person.now)
    world.emptied(person)
    joining.invite_again(world, person)
    return "starts over with a new invite"
