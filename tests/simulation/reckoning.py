"""What is looked at once everybody who still belongs has been heard, and nothing moves any more."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldapp.actions.payload import RECORD_TYPES
from fieldapp.actions.queue import queue
from fieldapp.store import keyring, outbox, unopened
from fieldapp.store.store import Store
from fieldapp.store.unopened import Unopened
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Grant, Recipient
from sync.protocol.roster import CASEWORKERS, Roster
from tests.leaks.finder import hits
from tests.simulation.findings import Finding, Harm
from tests.simulation.joining import left_out
from tests.simulation.leaking import leaks
from tests.simulation.people import SECRET_NAME, SECRET_NUMBER, Person
from tests.simulation.truth import STATES, Expected, Saved, folded, held, held_ids, is_open

if TYPE_CHECKING:
    from tests.simulation.world import World

READERS = {
    CircleKind.BOARD: frozenset(Role),
    CircleKind.SHARED: frozenset(CASEWORKERS),
    CircleKind.OWN: frozenset(CASEWORKERS),
    CircleKind.PROTECTED: frozenset({Role.SUPERVISOR}),
    CircleKind.AUDIT: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
}


def at_the_end(world: "World") -> Iterator[Finding]:
    there = world.server.places()
    yield from _left_out(world)
    yield from _still_waiting(world)
    yield from _missing(world, there.keys() | world.server.aside())
    yield from _strangers(world, there.keys())
    stored = {id_: world.truth.saved[id_] for id_ in there if id_ in world.truth.saved}
    yield from _one_change_twice(world, stored)
    beyond = _opened_by_nobody(world, stored)
    legible = {id_: saved for id_, saved in stored.items() if id_ not in beyond}
    yield from _different_records(world, legible, beyond)
    yield from _lost_promises(world, legible)
    yield from leaks(world, stored)
    yield from _in_the_open(world)


def _left_out(world: "World") -> Iterator[Finding]:
    """Somebody whom nobody removed is in, also when a server that came back had lost that she ever was."""
    for person in left_out(world):
        yield Finding(Harm.LOST, "a member nobody knows", person.name)


def _still_waiting(world: "World") -> Iterator[Finding]:
    for person in world.heard():
        if waiting := outbox.count_waiting(person.open.store, outbox.Kind.ENVELOPE):
            yield Finding(Harm.LOST, "never delivered", f"{waiting} of {person.name} still wait when all is quiet")


def _missing(world: "World", there: set[bytes]) -> Iterator[Finding]:
    """Whatever somebody has who was heard, the server has: however often it lost it."""
    for person in world.heard():
        known = held_ids(person.open.store, *STATES) | world.truth.caseworkers_hold.get(person.device, set())
        for id_ in (known & world.truth.saved.keys()) - there:
            saved = world.truth.saved[id_]
            yield Finding(Harm.LOST, "held and not there", f"{person.name} has {id_.hex()[:8]} ({saved.words})")
    for id_ in world.truth.receipted - there - world.truth.let_go - world.truth.gone - world.server.had_before:
        yield Finding(Harm.LOST, "receipted and not there", world.truth.saved[id_].words)


def _strangers(world: "World", there: set[bytes]) -> Iterator[Finding]:
    for id_ in there - world.truth.saved.keys():
        yield Finding(Harm.DIVERGED, "an envelope nobody saved", id_.hex()[:8])


def _one_change_twice(world: "World", stored: dict[bytes, Saved]) -> Iterator[Finding]:
    """A phone that was put back to an older copy of itself counts twice from there, until it finds out."""
    changes = [(saved, change) for saved in stored.values() for change in saved.changes]
    once = [change for saved, change in changes if saved.author not in world.truth.set_back]
    dots = Counter((change["id"], *change["dot"]) for change in once)
    for (record, writer, number), count in dots.items():
        if count > 1:
            words = f"change {number} of {world.label(writer)} to {record[:8]} is there {count} times"
            yield Finding(Harm.DIVERGED, "one change twice", words)
    for _, change in changes:
        if change["type"] == "visit" and "born" in change["set"] and change["set"]["born"] not in world.truth.codes:
            yield Finding(Harm.DIVERGED, "a visit nobody made", str(change["set"]["born"]))


def _different_records(world: "World", stored: dict[bytes, Saved], beyond: set[bytes]) -> Iterator[Finding]:
    streams: dict[Circle, list[Saved]] = {}
    for saved in stored.values():
        streams.setdefault(saved.circle, []).append(saved)
    roster = world.roster()
    for circle, in_stream in streams.items():
        everybody = folded(in_stream)
        for person in world.heard():
            if is_to_read(roster, person, circle) and not _has_lost_its_own_audit(world, person, circle):
                own = _own_besides(world, person, circle, in_stream)
                expected = folded([*in_stream, *own]) if own else everybody
                sealed = [one for one in _unread(person, circle) if one.envelope.id not in beyond]
                yield from _compared(world, person, circle, expected, [*in_stream, *own], sealed)


def _unread(person: Person, circle: Circle) -> list[Unopened]:
    return [each for each in unopened.all_of(person.open.store) if each.envelope.header.circle == circle]


def _opened_by_nobody(world: "World", stored: dict[bytes, Saved]) -> set[bytes]:
    """What a phone sealed that was put back, with a key that only its newer state and the server had, which lost it:
    no phone holds that key, and nowhere lies a grant of it, be it for the kit alone."""
    rings = (keyring.circle_keys(person.open.store) for person in world.people if person.phone is not None)
    held_keys = {key.key_id for ring in rings for key, _ in ring}
    raws = [*(raw for _, raw in world.server.grants()), *world.server.grants_aside()]
    left = held_keys | {Grant.from_bytes(raw).context.key_id for raw in raws}
    lost = (saved for saved in stored.values() if saved.author in world.truth.set_back)
    return {saved.id for saved in lost if saved.key_id not in left}


def _has_lost_its_own_audit(world: "World", person: Person, circle: Circle) -> bool:
    """Nobody but the device itself hands out the keys of its audit, so that nobody can make it seal for nobody. Put
    back to an older copy of itself, when the server lost what it had given itself, it reads what it noted no more;
    those whom the audit is for still have to."""
    if circle.kind is not CircleKind.AUDIT or person.role in READERS[circle.kind]:
        return False
    unread = {each.envelope.header.key_id for each in _unread(person, circle)}
    mine = Recipient.of_device(person.device).to_bytes()
    given = {Grant.from_bytes(raw).context.key_id for recipient, raw in world.server.grants() if recipient == mine}
    return person.device in world.truth.set_back and bool(unread) and not unread & given


def _own_besides(world: "World", person: Person, circle: Circle, stored: list[Saved]) -> list[Saved]:
    """What she has written that is not in the stream: her own copy shows it all the same."""
    here = held_ids(person.open.store, *STATES) - {saved.id for saved in stored}
    return [world.truth.saved[id_] for id_ in here if world.truth.saved[id_].circle == circle]


def _compared(
    world: "World", person: Person, circle: Circle, expected: Expected, known: list[Saved], unread: list[Unopened]
) -> Iterator[Finding]:
    store, where = person.open.store, f"{person.name} in {circle.kind.name.lower()} {circle.hex()[2:10]}"
    if unread:
        yield Finding(Harm.DIVERGED, "cannot be opened", f"{where}: {len(unread)} ({unread[0].reason})")
        return
    found = {key: held(record) for key, record in _records(store, circle)}
    if found != expected and found != folded([*known, *_read_before_it_was_lost(world, circle, known, found)]):
        key = next(key for key in [*expected, *found] if found.get(key) != expected.get(key))
        yield Finding(Harm.DIVERGED, "records differ", f"{where}: {_difference(key, expected, found)}")


def _read_before_it_was_lost(world: "World", circle: Circle, known: list[Saved], found: Expected) -> Iterator[Saved]:
    """What neither the server nor any phone with a copy has any more lives on in the records of those who read it."""
    lost = (world.truth.gone | world.truth.let_go) - {saved.id for saved in known}
    for saved in (world.truth.saved[id_] for id_ in lost):
        if saved.circle == circle and all(_has_seen(found, change) for change in saved.changes):
            yield saved


def _has_seen(found: Expected, change) -> bool:
    record = found.get((change["type"], change["id"]))
    writer, number = change["dot"]
    return record is not None and record["seen"].get(writer, 0) >= number


def _records(store: Store, circle: Circle):
    for kind in RECORD_TYPES:
        for row in store.each(kind):
            if row["circle"] == circle.hex():
                yield (kind, row["key"]), row["record"]


def _difference(key: tuple[str, str], expected: Expected, found: Expected) -> str:
    if key not in found or key not in expected:
        return f"{key[0]} {key[1][:8]} is {'missing' if key in expected else 'too much'}"
    ours, theirs = expected[key], found[key]
    fields = [name for name in ours["fields"] if ours["fields"][name] != theirs["fields"].get(name)]
    shown = {name: (ours["fields"][name], theirs["fields"].get(name)) for name in fields[:1]}
    return f"{key[0]} {key[1][:8]}: {', '.join(fields) or 'what was seen'} {shown}"


def is_to_read(roster: Roster, person: Person, circle: Circle) -> bool:
    """Whether the circle's key and stream are meant for this device (DESIGN §4)."""
    if not roster.may_read(person.device, circle):
        return False
    by_role = person.role in READERS[circle.kind]
    match circle.kind:
        case CircleKind.SHARED:
            return by_role or roster.in_session(person.device, circle.subject)
        case CircleKind.OWN:
            # What she let go of when she checked out does not come back to her.
            hers = roster.same_person(person.device, circle.device) and circle.subject not in person.left
            return by_role or hers
        case CircleKind.AUDIT:
            return by_role or person.device == circle.device
    return by_role


def _lost_promises(world: "World", stored: dict[bytes, Saved]) -> Iterator[Finding]:
    never_ended = world.truth.promises(stored)
    everything = folded(stored.values())
    open_ones = {id_ for (kind, id_), record in everything.items() if kind == "follow_up" and is_open(record)}
    for person in world.heard():
        if person.role in CASEWORKERS and world.roster().is_caseworker(person.device):
            shown = queue(person.open)
            rows = {row.follow_up_id for row in (*shown.overdue, *shown.due, *shown.coming)}
            for id_ in (open_ones | never_ended.keys()) - rows:
                yield Finding(Harm.LOST, "a promise not in the queue", f"{id_[:8]} of {person.name}")
    counted = world.server.watched()
    for id_, watch_id in never_ended.items():
        if bytes.fromhex(watch_id) not in counted:
            yield Finding(Harm.LOST, "a promise nobody watches", f"{id_[:8]} is open, the server does not count it")


def _in_the_open(world: "World") -> Iterator[Finding]:
    """Looked for when every phone is locked."""
    for person in world.people:
        if person.phone is not None:
            world.lock(person)
    found = [hit for place in (world.folder, world.server.folder) for hit in hits(place, [SECRET_NAME, SECRET_NUMBER])]
    for hit in found:
        yield Finding(Harm.LEAKED, "plaintext on a disk", f"{hit.marker} ({hit.spelling}) in {hit.path.name}")
