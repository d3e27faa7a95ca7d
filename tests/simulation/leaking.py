"""Who can open what, and must not."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fieldapp.store import keyring
from sync.protocol.circle import Circle, CircleKind, Role
from sync.protocol.grants import Grant, Recipient
from sync.protocol.statement import Kind, Statement
from tests.simulation.findings import Finding, Harm
from tests.simulation.truth import Saved

if TYPE_CHECKING:
    from tests.simulation.world import World


def leaks(world: "World", stored: dict[bytes, Saved]) -> Iterator[Finding]:
    yield from _read_by_the_wrong_ones(world)
    yield from _sealed_for_the_removed(world, stored)
    yield from _granted_after_removal(world)


def _read_by_the_wrong_ones(world: "World") -> Iterator[Finding]:
    """A supporter's phone holds its own work and what is shared, and no key to anything else."""
    roster = world.roster()
    for person in world.heard():
        if person.role is not Role.SUPPORTER:
            continue
        for circle in {key.circle for key, _ in keyring.circle_keys(person.open.store)}:
            theirs = circle.kind is CircleKind.OWN and not roster.same_person(person.device, circle.device)
            if theirs or (circle.kind is CircleKind.AUDIT and circle.device != person.device):
                yield Finding(Harm.LEAKED, "a key of somebody else's", f"{person.name} can open {circle.kind.name}")


def _sealed_for_the_removed(world: "World", stored: dict[bytes, Saved]) -> Iterator[Finding]:
    """Whoever knew of a removal seals with nothing that the removed device ever held."""
    for saved in stored.values():
        for device in saved.shut_out:
            if saved.key_id.hex() in world.keys_held.get(device, ()):
                words = f"{world.label(device.hex())} was removed and can open {saved.id.hex()[:8]} ({saved.words})"
                yield Finding(Harm.LEAKED, "sealed for somebody removed", words)


def _granted_after_removal(world: "World") -> Iterator[Finding]:
    """An epoch begins after a removal in the log: none that began after its own is granted to a removed device."""
    log = world.server.log(world.board)
    if any(log[: len(before)] != before for before in world.logs_before):
        # Statements stand in other places than they did, and the epochs that were named after those places with them.
        return
    removed = _removals(log)
    for recipient, raw in world.server.grants():
        for device, number in removed.items():
            if recipient == Recipient.of_device(device).to_bytes():
                context = Grant.from_bytes(raw).context
                if context.epoch > number:
                    words = f"{world.label(device.hex())}: epoch {context.epoch} of {_kind(context.circle)}"
                    yield Finding(Harm.LEAKED, "a key after removal", words)


def _removals(log: list[bytes]) -> dict[bytes, int]:
    """Device → number in the log; read from the statements themselves, not from the roster."""
    found: dict[bytes, int] = {}
    for number, raw in enumerate(log, start=1):
        statement = Statement.from_bytes(raw)
        if statement.kind == Kind.DEVICE_REVOKED:
            found.setdefault(bytes.fromhex(statement.fields["device"]), number)
    return found


def _kind(circle: Circle) -> str:
    return circle.kind.name.lower()
