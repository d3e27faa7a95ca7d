"""What coordinators and supervisors do."""

import random
from typing import TYPE_CHECKING

from fieldapp.actions import closing, late, people, persons, queue, removing
from fieldapp.domain.attempt import AttemptResult
from fieldapp.domain.contact_choices import ContactWay
from fieldapp.domain.follow_up import FollowUpResult
from sync.protocol.circle import Role
from sync.protocol.members import Session, SessionState
from tests.simulation import joining
from tests.simulation.field import a, call_form, known_contact, number
from tests.simulation.people import Person

if TYPE_CHECKING:
    from tests.simulation.world import World


def _promise(person: Person, dice: random.Random) -> str | None:
    shown = queue.queue(person.open)
    rows = sorted(row.follow_up_id for row in (*shown.overdue, *shown.due, *shown.coming))
    return dice.choice(rows) if rows else None


def read(world: "World", person: Person, dice: random.Random) -> str:
    contact = known_contact(person, dice)
    if contact is None:
        return "finds nobody to read about"
    persons.open_person(person.open, contact.id, "samtal")
    return f"opens {contact.code}"


def take(world: "World", person: Person, dice: random.Random) -> str:
    promised = _promise(person, dice)
    if promised is None:
        return "finds no promise to take"
    persons.take(person.open, promised)
    return f"takes promise {promised[:8]}"


def attempt(world: "World", person: Person, dice: random.Random) -> str:
    promised = _promise(person, dice)
    if promised is None:
        return "finds nobody to call"
    result, new_number = a(AttemptResult, dice), number(dice) if dice.random() < 0.4 else ""
    persons.record_attempt(person.open, promised, ContactWay.PHONE, result, new_number)
    return f"calls about promise {promised[:8]}: {result}" + (", a new number" if new_number else "")


def undo_an_attempt(world: "World", person: Person, dice: random.Random) -> str:
    persons.undo_last(person.open)
    return "takes back the last call"


def result(world: "World", person: Person, dice: random.Random) -> str:
    promised = _promise(person, dice)
    if promised is None:
        return "finds no promise to end"
    ended = dice.choice((FollowUpResult.FEELS_BETTER, FollowUpResult.CONTINUED_NEED, FollowUpResult.UNREACHABLE))
    next_form = call_form(person, dice) if ended is FollowUpResult.CONTINUED_NEED else None
    persons.set_result(person.open, promised, ended, next_form)
    return f"ends promise {promised[:8]}: {ended}"


def grant_roles(world: "World", person: Person, dice: random.Random) -> str:
    done = [other.name for other in joining.waiting_for_role(world) if joining.compare_digits(world, person, other)]
    return f"compares digits with {', '.join(done) or 'nobody'}"


def invite_and_withdraw(world: "World", person: Person, dice: random.Random) -> str:
    if waiting := people.invites(person.open):
        people.withdraw(person.open, dice.choice(waiting).key)
        return "withdraws an invite"
    people.invite(person.open, "Ingen", Role.SUPPORTER)
    return "invites somebody who does not come"


def close_a_session(world: "World", person: Person, dice: random.Random) -> str:
    """One step towards the end of some session."""
    found = [session for session in person.open.roster.sessions.values() if session.state is not SessionState.CLOSED]
    if not found:
        return "finds no session to close"
    session = dice.choice(found)
    code = closing.view(person.open, session.id.hex()).code
    if session.state is SessionState.OPEN:
        closing.start_closing(person.open, session.id.hex())
        return f"starts closing {code}"
    return _towards_the_end(world, person, session, dice)


def _towards_the_end(world: "World", person: Person, session: Session, dice: random.Random) -> str:
    code = closing.view(person.open, session.id.hex()).code
    shown = closing.refresh(person.open, session.id.hex())
    if shown.unsettled and dice.random() < 0.4:
        device = dice.choice(shown.unsettled)
        closing.write_off(person.open, session.id.hex(), device.device, "svarar inte")
        return f"writes {device.label} off in {code}"
    closing.close(person.open, session.id.hex())
    world.done["session closed"] += 1
    return f"closes {code}"


def look_at_what_came_late(world: "World", person: Person, dice: random.Random) -> str:
    found = late.fetch(person.open)
    world.done["late envelope let in"] += len(found)
    for item in found:
        late.take_in(person.open, item.id)
    return f"lets in {len(found)} that came late"


def revoke(world: "World", person: Person, dice: random.Random) -> str:
    """At most two in a world, and never somebody whose role then nobody has."""
    others = [other for other in world.people if world.may_go(other, person)]
    if not others or world.done["revoke"] > 1 or dice.random() < 0.5:
        return "revokes nobody"
    other = dice.choice(others)
    removing.revoke_device(person.open, other.device.hex(), "telefonen är borta")
    return f"revokes {other.name}'s phone"
