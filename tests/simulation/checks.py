"""What is looked at after each step, and once everybody has been heard."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sqlalchemy import select

from fieldapp.actions.payload import RECORD_TYPES
from fieldapp.actions.queue import queue
from fieldapp.store import cursors, keyring, outbox, purging, unopened
from fieldapp.store.store import Store
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.roster import CASEWORKERS, Roster
from sync.server.tables import envelopes, grants, set_aside, watch
from tests.leaks.finder import hits
from tests.simulation.findings import Finding, Found, Harm
from tests.simulation.people import Person
from tests.simulation.server import Server
from tests.simulation.truth import STATES, Saved, folded, held, is_open

if TYPE_CHECKING:
    from tests.simulation.world import World

SECRET_NAME, SECRET_NUMBER = "Zorndyk", "0705551"
READERS = {
    CircleKind.BOARD: frozenset(Role),
    CircleKind.SHARED: frozenset(CASEWORKERS),
    CircleKind.OWN: frozenset(CASEWORKERS),
    CircleKind.PROTECTED: frozenset({Role.SUPERVISOR}),
    CircleKind.AUDIT: frozenset({Role.SUPERVISOR, Role.AUDITOR}),
}


def after_a_step(world: "World", person: Person) -> None:
    """Raises Found."""
    if person.phone is None:
        return
    if person.role is Role.COORDINATOR:
        world.holding[person.device] = cursors.streams(person.open.store)
    lie = {table: {row["key"] for row in person.open.store.each(table)} for table in STATES}
    for saved in world.truth.by(person.device):
        _check_state(world, person, saved, [table for table in STATES if saved.id.hex() in lie[table]])


def _check_state(world: "World", person: Person, saved: Saved, states: list[str]) -> None:
    truth = world.truth
    if saved.id in truth.gone or saved.id in truth.let_go:
        return
    if len(states) > 1:
        raise Found(Harm.LOST, "two states at once", f"{_of(person, saved)} is in {' and '.join(states)}")
    if not states:
        _check_purge(world, person, saved)
        truth.let_go.add(saved.id)
    elif states == [outbox.SENT] and saved.id not in truth.receipted:
        truth.receipted.add(saved.id)
        if saved.id not in places(world.server):
            raise Found(Harm.LOST, "receipt without a row", f"{_of(person, saved)} has a receipt; the server has not")
    elif states == [outbox.ASIDE] and saved.id not in places(world.server).keys() | aside(world.server):
        raise Found(Harm.LOST, "set aside nowhere", f"{_of(person, saved)} is set aside; the server has it not")


def _check_purge(world: "World", person: Person, saved: Saved) -> None:
    """The only way off a phone is the letting go after a closing, when somebody else holds it."""
    session = saved.circle.subject
    let_go = purging.is_pending(person.open.store, session) or _has_purged(person, session)
    if saved.circle.kind is not CircleKind.PROTECTED and not let_go:
        raise Found(Harm.LOST, "no state", f"{_of(person, saved)} is neither waiting, receipted nor set aside")
    place = places(world.server).get(saved.id)
    if place is None:
        raise Found(Harm.LOST, "let go of too early", f"{_of(person, saved)} is gone, and the server has it not")
    held_by = [seen.get(saved.circle, 0) >= place[1] for seen in world.holding.values()]
    world.done["envelope let go of after closing"] += 1
    if saved.circle.kind is CircleKind.OWN and not any(held_by):
        raise Found(Harm.LOST, "let go of too early", f"{_of(person, saved)} is gone, no coordinator holds it")


def _has_purged(person: Person, session: bytes) -> bool:
    found = person.open.roster.sessions.get(session)
    waiting = outbox.waiting(person.open.store, outbox.Kind.STATEMENT)
    said = any(b"purge_acknowledged" in item.raw and session.hex().encode() in item.raw for item in waiting)
    return said or (found is not None and person.device in found.purged)


def _of(person: Person, saved: Saved) -> str:
    return f"what {person.name} saved ({saved.words}, {saved.id.hex()[:8]})"


def places(server: Server) -> dict[bytes, tuple[bytes, int]]:
    """Envelope id → (circle, number)."""
    with server.database.reading() as connection:
        rows = connection.execute(select(envelopes.c.id, envelopes.c.circle, envelopes.c.seq))
        return {row.id: (row.circle, row.seq) for row in rows}


def aside(server: Server) -> set[bytes]:
    with server.database.reading() as connection:
        return set(connection.scalars(select(set_aside.c.id)))


def at_the_end(world: "World") -> Iterator[Finding]:
    """Everybody who still belongs has been heard, and nothing moves any more."""
    yield from _still_waiting(world)
    yield from _strangers(world)
    yield from _one_change_twice(world)
    yield from _different_records(world)
    yield from _lost_promises(world)
    yield from _read_by_the_wrong_ones(world)
    yield from _opened_after_removal(world)
    yield from _in_the_open(world)


def _still_waiting(world: "World") -> Iterator[Finding]:
    for person in world.heard():
        if waiting := outbox.count_waiting(person.open.store, outbox.Kind.ENVELOPE):
            yield Finding(Harm.LOST, "never delivered", f"{waiting} of {person.name} still wait when all is quiet")
    there = places(world.server).keys() | aside(world.server)
    for id_ in world.truth.receipted - there:
        yield Finding(Harm.LOST, "receipted and not there", world.truth.saved[id_].words)


def _strangers(world: "World") -> Iterator[Finding]:
    for id_ in places(world.server).keys() - world.truth.saved.keys():
        yield Finding(Harm.DIVERGED, "an envelope nobody saved", id_.hex()[:8])


def _one_change_twice(world: "World") -> Iterator[Finding]:
    stored = [world.truth.saved[id_] for id_ in places(world.server) if id_ in world.truth.saved]
    dots = Counter((change["id"], *change["dot"]) for saved in stored for change in saved.changes)
    for (record, writer, number), count in dots.items():
        if count > 1:
            words = f"change {number} of {world.label(writer)} to {record[:8]} is there {count} times"
            yield Finding(Harm.DIVERGED, "one change twice", words)
    for saved in stored:
        for change in saved.changes:
            if change["type"] == "visit" and "born" in change["set"] and change["set"]["born"] not in world.truth.codes:
                yield Finding(Harm.DIVERGED, "a visit nobody made", str(change["set"]["born"]))


def _different_records(world: "World") -> Iterator[Finding]:
    streams: dict[Circle, list[Saved]] = {}
    for id_, (circle, _) in places(world.server).items():
        if id_ in world.truth.saved:
            streams.setdefault(Circle.from_bytes(circle), []).append(world.truth.saved[id_])
    for circle, stored in streams.items():
        everybody = folded(stored)
        for person in world.heard():
            if is_to_read(world.roster(), person, circle):
                own = _own_besides(world, person, circle, stored)
                yield from _compared(person, circle, folded([*stored, *own]) if own else everybody)


def _own_besides(world: "World", person: Person, circle: Circle, stored: list[Saved]) -> list[Saved]:
    """What she has written that is not in the stream: her own copy shows it all the same."""
    there = {saved.id for saved in stored}
    rows = [
        row["key"] for table in STATES for row in person.open.store.each(table) if row.get("circle") == circle.hex()
    ]
    return [world.truth.saved[id_] for id_ in map(bytes.fromhex, rows) if id_ not in there]


def _compared(person: Person, circle: Circle, expected) -> Iterator[Finding]:
    store, where = person.open.store, f"{person.name} in {circle.kind.name.lower()} {circle.hex()[2:10]}"
    unread = [each for each in unopened.all_of(store) if each.envelope.header.circle == circle]
    if unread:
        yield Finding(Harm.DIVERGED, "cannot be opened", f"{where}: {len(unread)} ({unread[0].reason})")
        return
    found = {key: held(record) for key, record in _records(store, circle)}
    for key in expected.keys() | found.keys():
        if found.get(key) != expected.get(key):
            yield Finding(Harm.DIVERGED, "records differ", f"{where}: {_difference(key, expected, found)}")
            return


def _records(store: Store, circle: Circle):
    for kind in RECORD_TYPES:
        for row in store.each(kind):
            if row["circle"] == circle.hex():
                yield (kind, row["key"]), row["record"]


def _difference(key: tuple[str, str], expected, found) -> str:
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
            return by_role or roster.same_person(person.device, circle.device)
        case CircleKind.AUDIT:
            return by_role or person.device == circle.device
    return by_role


def _lost_promises(world: "World") -> Iterator[Finding]:
    there = places(world.server)
    never_ended = world.truth.promises(there)
    everything = folded(world.truth.saved[id_] for id_ in there if id_ in world.truth.saved)
    open_ones = {id_ for (kind, id_), record in everything.items() if kind == "follow_up" and is_open(record)}
    for person in world.heard():
        if person.role in CASEWORKERS and world.roster().is_caseworker(person.device):
            shown = queue(person.open)
            rows = {row.follow_up_id for row in (*shown.overdue, *shown.due, *shown.coming)}
            for id_ in (open_ones | never_ended.keys()) - rows:
                yield Finding(Harm.LOST, "a promise not in the queue", f"{id_[:8]} of {person.name}")
    counted = _open_watches(world.server)
    for id_, watch_id in never_ended.items():
        if bytes.fromhex(watch_id) not in counted:
            yield Finding(Harm.LOST, "a promise nobody watches", f"{id_[:8]} is open, the server does not count it")


def _open_watches(server: Server) -> set[bytes]:
    with server.database.reading() as connection:
        return set(connection.scalars(select(watch.c.watch_id).where(watch.c.is_open)))


def _read_by_the_wrong_ones(world: "World") -> Iterator[Finding]:
    """A supporter's phone holds its own work and what is shared, and no key to anything else."""
    for person in world.heard():
        if person.role is not Role.SUPPORTER:
            continue
        circles = {key.circle for key, _ in keyring.circle_keys(person.open.store)}
        for circle in circles:
            theirs = circle.kind is CircleKind.OWN and not world.roster().same_person(person.device, circle.device)
            if theirs or (circle.kind is CircleKind.AUDIT and circle.device != person.device):
                yield Finding(Harm.LEAKED, "a key of somebody else's", f"{person.name} can open {circle.kind.name}")


def _opened_after_removal(world: "World") -> Iterator[Finding]:
    """Of epochs begun after it went, a removed device has been granted no key."""
    with world.server.database.reading() as connection:
        given = [(row.recipient, row.grant) for row in connection.execute(select(grants))]
    for device, epochs in world.epochs_at_removal.items():
        for circle, epoch in _epochs_granted(device, given):
            if epoch > epochs.get(circle, 1):
                yield Finding(Harm.LEAKED, "a key after removal", f"{world.label(device.hex())}: epoch {epoch}")


def _epochs_granted(device: bytes, given: list[tuple[bytes, bytes]]) -> Iterator[tuple[Circle, int]]:
    from sync.protocol.grants import Grant, Recipient

    mine = Recipient.of_device(device).to_bytes()
    for recipient, raw in given:
        if recipient == mine:
            context = Grant.from_bytes(raw).context
            yield context.circle, context.epoch


def _in_the_open(world: "World") -> Iterator[Finding]:
    found = [hit for place in (world.folder, world.server.folder) for hit in hits(place, [SECRET_NAME, SECRET_NUMBER])]
    for hit in found:
        yield Finding(Harm.LEAKED, "plaintext on a disk", f"{hit.marker} ({hit.spelling}) in {hit.path.name}")
