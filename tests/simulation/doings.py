"""What a step of a plan does: the table of everything that people do and that happens to them."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from fieldapp.actions import syncing
from fieldapp.actions.errors import PhoneRevoked
from sync.protocol.circle import Role
from tests.simulation import field, office
from tests.simulation.people import Person

if TYPE_CHECKING:
    from tests.simulation.world import World

Action = Callable[["World", Person, random.Random], str]

MEANWHILE = {
    Role.SUPPORTER: ("visit", "agree", "count", "edit", "draft", "attempt", "sync"),
    Role.COORDINATOR: ("attempt", "take", "result", "edit", "sync"),
    Role.SUPERVISOR: ("take", "attempt", "sync"),
    Role.AUDITOR: ("sync",),
}


def _sync(world: "World", person: Person, dice: random.Random) -> str:
    try:
        outcome = syncing.synchronise(person.open, lambda _: None)
    except PhoneRevoked:
        world.wipe(person)
        return "is told that the phone was revoked, and it empties itself"
    return f"synchronises: {outcome.sent} sent, {outcome.fetched} fetched"


def _keep_a_copy(world: "World", person: Person, dice: random.Random) -> str:
    person.keep_copy()
    return "keeps a copy of the phone"


def _phone_restored(world: "World", person: Person, dice: random.Random) -> str:
    if not person.has_copy or person.busy and world.depth:
        return "has no older copy of the phone"
    world.faults["phone restored"] += 1
    world.set_back(person)
    return "gets a phone back as it was when the copy was kept"


def _clock_moves(world: "World", person: Person, dice: random.Random) -> str:
    world.faults["clock moved"] += 1
    person.clock_error = timedelta(hours=dice.choice((-72, -24, -1, 0, 0, 1, 30, 100)), minutes=dice.randrange(60))
    return f"has a clock that is off by {person.clock_error}"


OF_PEOPLE: Mapping[str, Action] = {
    "sync": _sync,
    "keep a copy of the phone": _keep_a_copy,
    "phone restored": _phone_restored,
    "clock moves": _clock_moves,
    "restart": field.restart,
    "open a session": field.open_a_session,
    "join": field.join,
    "leave": field.leave,
    "visit": field.visit,
    "meet again": field.meet_again,
    "agree": field.agree,
    "decline": field.decline,
    "edit": field.edit,
    "count": field.count,
    "draft": field.draft,
    "undo": field.undo,
    "settle": field.settle,
    "forget the passphrase": field.forget_the_passphrase,
    "read": office.read,
    "take": office.take,
    "attempt": office.attempt,
    "undo an attempt": office.undo_an_attempt,
    "result": office.result,
    "grant roles": office.grant_roles,
    "invite and withdraw": office.invite_and_withdraw,
    "close a session": office.close_a_session,
    "look at what came late": office.look_at_what_came_late,
    "revoke": office.revoke,
}


def _an_hour_passes(world: "World", dice: random.Random) -> None:
    world.time += timedelta(minutes=30 + dice.randrange(90))


def _days_pass(world: "World", dice: random.Random) -> None:
    world.time += timedelta(days=1 + dice.randrange(5))
    world.tell("Days pass.")


def _server_restarts(world: "World", dice: random.Random) -> None:
    world.faults["server killed between requests"] += 1
    world.server.kill()
    world.tell("The server is killed and started again.")


def _server_backed_up(world: "World", dice: random.Random) -> None:
    world.server.back_up()
    world.tell("The server's database is backed up.")


def _server_restored(world: "World", dice: random.Random) -> None:
    how = dice.choice(("restored from its backup", "put back to a copy", "begun empty"))
    if how == "begun empty":
        world.server_comes_back(lambda: world.server.begin_empty(world.board))
    elif world.server.has_backup:
        world.server_comes_back(world.server.restore if how == "restored from its backup" else world.server.put_back)
    else:
        return
    world.faults[f"server {how}"] += 1
    world.tell(f"The server is {how}.")


OF_THE_WORLD: Mapping[str, Callable[["World", random.Random], None]] = {
    "an hour passes": _an_hour_passes,
    "days pass": _days_pass,
    "server restarts": _server_restarts,
    "server backed up": _server_backed_up,
    "server restored": _server_restored,
}
