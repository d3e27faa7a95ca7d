"""What is looked at after each step: every save is in one state, and nothing is let go of that is nowhere else."""

from typing import TYPE_CHECKING

from fieldapp.store import outbox, purging
from sync.protocol.circle import CircleKind
from tests.simulation.findings import Found, Harm
from tests.simulation.people import Person
from tests.simulation.truth import STATES, Saved, held_ids

if TYPE_CHECKING:
    from tests.simulation.world import World


def after_a_step(world: "World", person: Person) -> None:
    """Raises Found."""
    if person.phone is None:
        return
    store, truth = person.open.store, world.truth
    world.keys_held.setdefault(person.device, set()).update(row["key"] for row in store.each("circle_keys"))
    waiting, sent, aside = (held_ids(store, table) for table in STATES)
    mine = truth.of(person.device)
    if doubled := (waiting & sent) | (waiting & aside) | (sent & aside):
        raise Found(Harm.LOST, "two states at once", _of(person, truth.saved[min(doubled)]))
    for id_ in mine - waiting - sent - aside - truth.gone - truth.let_go:
        _check_purge(world, person, truth.saved[id_])
        truth.let_go.add(id_)
    _check_receipts(world, person, (sent & mine) - truth.receipted)
    for id_ in aside & mine:
        _check_aside(world, person, truth.saved[id_])


def _check_receipts(world: "World", person: Person, new: set[bytes]) -> None:
    for id_ in new:
        if not world.server.had(id_):
            saved = world.truth.saved[id_]
            raise Found(Harm.LOST, "receipt without a row", f"{_of(person, saved)} has a receipt; the server has not")
    world.truth.receipted |= new


def _check_aside(world: "World", person: Person, saved: Saved) -> None:
    if not world.server.had(saved.id):
        raise Found(Harm.LOST, "set aside nowhere", f"{_of(person, saved)} is set aside; the server has it not")


def _check_purge(world: "World", person: Person, saved: Saved) -> None:
    """The only way off a phone is the letting go after a closing, when somebody else holds it."""
    session = saved.circle.subject
    let_go = purging.is_pending(person.open.store, session) or _has_purged(person, session)
    if saved.circle.kind is not CircleKind.PROTECTED and not let_go:
        raise Found(Harm.LOST, "no state", f"{_of(person, saved)} is neither waiting, receipted nor set aside")
    if not world.server.had(saved.id):
        raise Found(Harm.LOST, "let go of too early", f"{_of(person, saved)} is gone, and the server has it not")
    world.done["envelope let go of after closing"] += 1
    if saved.circle.kind is CircleKind.OWN and saved.id not in world.truth.ever_held:
        raise Found(Harm.LOST, "let go of too early", f"{_of(person, saved)} is gone, no coordinator holds it")


def _has_purged(person: Person, session: bytes) -> bool:
    found = person.open.roster.sessions.get(session)
    waiting = outbox.waiting(person.open.store, outbox.Kind.STATEMENT)
    said = any(b"purge_acknowledged" in item.raw and session.hex().encode() in item.raw for item in waiting)
    return said or (found is not None and person.device in found.purged)


def _of(person: Person, saved: Saved) -> str:
    return f"what {person.name} saved ({saved.words}, {saved.id.hex()[:8]})"
